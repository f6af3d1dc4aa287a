import { ModelError, type ModelCall } from '@naru/language-model';
import { Course } from './attempt/course.ts';
import { RetryBudget } from './attempt/retry-budget.ts';
import type { Route } from './attempt/route.ts';
import { RoutedStream } from './attempt/routed-stream.ts';
import { configureRouting, type RoutingConfiguration } from './decision/configuration.ts';
import { decide } from './decision/decide.ts';
import type { Decision } from './decision/decision.ts';
import { featuresOfQuestion, missingOf, passedOver } from './decision/explain.ts';
import { featuresOf, type Features } from './decision/features.ts';
import { CallRefusedError } from './errors.ts';
import { watchHealth } from './health/watch-health.ts';
import type { ProviderEntry } from './providers/provider.ts';
import type { Router, RouterDeps } from './router.ts';
import type { RouterSettings } from './router-settings.ts';
import { carefulEmitter } from './telemetry/careful-emitter.ts';

interface Setup {
  readonly configuration: RoutingConfiguration;
  readonly entries: ReadonlyMap<string, ProviderEntry>;
}

/** @throws {RangeError} when providers or settings make no sense; says what was found and what is allowed */
export function createRouter({ clock, random, ids, observer, logger, sharedState, ...start }: RouterDeps): Router {
  const emit = carefulEmitter(observer, logger);
  const retryBudget = new RetryBudget(clock);
  let setup = setUp(start.providers, start.settings);
  const { health, dispose } = watchHealth({
    clock,
    random,
    ids,
    logger,
    emit,
    sharedState,
    settings: () => setup.configuration.health,
    entryOf: alias => setup.entries.get(alias),
  });
  health.configure(setup.configuration.providers);

  function decideNow({ configuration }: Setup, features: Features): Decision {
    const signals = health.signalsOf(configuration.providers, configuration.health);
    return decide(features, { atMs: clock.now(), configuration, signals }, ids.newId());
  }

  function routeOf(call: ModelCall, name: string): Route {
    const { configuration, entries } = setup;
    const policy = policyNamed(configuration, name);
    const features = featuresOf(call, name);
    health.turnArrived();
    const decision = decideNow(setup, features);
    tellDecision(call, decision);
    if (decision.chain.length === 0) {
      throw new CallRefusedError({ code: 'no_capable_provider', missing: missingOf(decision) });
    }
    const chain = decision.chain.map(alias => entries.get(alias)).filter(entry => entry !== undefined);
    const { contextTokens, answerTokens = 0 } = features.needs;
    return { call, decision, policy, chain, inputTokens: contextTokens - answerTokens };
  }

  function tellDecision({ labels, settings: { mode } }: ModelCall, decision: Decision): void {
    const ofCall = { labels, mode, decisionId: decision.id };
    emit({ type: 'decided', ...ofCall, decision });
    for (const passed of passedOver(decision)) emit({ type: 'provider-skipped', ...ofCall, ...passed });
  }

  function courseOf(call: ModelCall, name: string): Course {
    if (call.signal.aborted) throw new ModelError('router', 'cancelled', { dispatched: false });
    const route = routeOf(call, name);
    const healthSettings = setup.configuration.health;
    return new Course(route, { clock, random, ids, health, healthSettings, retryBudget, emit });
  }

  return {
    languageModel: name => ({
      id: name,
      stream: call => ({ [Symbol.asyncIterator]: () => new RoutedStream(() => courseOf(call, name)) }),
    }),
    explain(question) {
      policyNamed(setup.configuration, question.policy);
      return decideNow(setup, featuresOfQuestion(question));
    },
    get providers() {
      return setup.configuration.providers;
    },
    get policyNames() {
      return [...setup.configuration.policies.keys()];
    },
    reconfigure(providers, settings) {
      setup = setUp(providers, settings);
      health.configure(setup.configuration.providers);
    },
    healthHash: () => health.stateHash(),
    dispose,
    [Symbol.dispose]: dispose,
  };
}

function setUp(entries: readonly ProviderEntry[], settings: RouterSettings): Setup {
  const providers = entries.map(({ provider }) => provider);
  return {
    configuration: configureRouting(providers, settings),
    entries: new Map(entries.map(entry => [entry.provider.alias, entry])),
  };
}

function policyNamed({ policies }: RoutingConfiguration, name: string) {
  const policy = policies.get(name);
  if (!policy) throw new CallRefusedError({ code: 'unknown_model', model: name, known: [...policies.keys()] });
  return policy;
}
