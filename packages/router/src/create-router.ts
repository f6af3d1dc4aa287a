import { ModelError, type ModelCall } from '@naru/language-model';
import { Course } from './attempt/course.ts';
import { RetryBudget } from './attempt/retry-budget.ts';
import type { Route } from './attempt/route.ts';
import { RoutedStream, type CourseStart } from './attempt/routed-stream.ts';
import { configureRouting, type RoutingConfiguration } from './decision/configuration.ts';
import { decide } from './decision/decide.ts';
import type { Decision } from './decision/decision.ts';
import { featuresOfQuestion, missingOf, passedOver } from './decision/explain.ts';
import { featuresOf, type Features } from './decision/features.ts';
import { refusedByBudget } from './decision/refused-by-budget.ts';
import type { Snapshot } from './decision/snapshot.ts';
import { CallRefusedError } from './errors.ts';
import { watchHealth } from './health/watch-health.ts';
import { Bookkeeping } from './money/bookkeeping.ts';
import type { BudgetGate, BudgetTicket } from './money/budget-gate.ts';
import { dearestMicros } from './money/price.ts';
import { OverrideBook } from './overrides/override-book.ts';
import type { SharedState } from './ports/shared-state.ts';
import type { ProviderEntry } from './providers/provider.ts';
import type { Router, RouterDeps } from './router.ts';
import type { RouterSettings } from './router-settings.ts';
import { GuardedState } from './shared/guarded-state.ts';
import { SharedOverrides } from './shared/shared-overrides.ts';
import { Steering } from './steering/steering.ts';
import { carefulEmitter } from './telemetry/careful-emitter.ts';
import type { RouterEvent } from './telemetry/router-event.ts';

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
    emit(event) {
      if (event.type === 'probe-ended') books.probeEnded(event);
      emit(event);
    },
    sharedState,
    settings: () => setup.configuration.health,
    entryOf: alias => setup.entries.get(alias),
  });
  health.configure(setup.configuration.providers);

  const overrides = new OverrideBook({
    store: start.overrideStore,
    clock,
    ids,
    logger,
    emit(event) {
      sharedOverrides?.changed(event);
      emit(event);
    },
  });
  const sharedOverrides = sharedState && shareOverrides(overrides, sharedState, { clock, ids, logger, emit });
  const steering = new Steering({
    clock,
    configuration: setup.configuration,
    overrides: () => overrides.active,
    onCanaryAborted: emit,
  });
  const books = new Bookkeeping({
    ledger: start.ledger,
    budgets: start.budgets,
    instance: start.instance ?? 'naru',
    clock,
    ids,
    logger,
  });
  books.configure(setup.configuration.providers, start.settings);

  function snapshotOf(features: Features, isOverSoftCeiling: boolean): Snapshot {
    const { providers, health: settings } = setup.configuration;
    return steering.snapshot(features, health.signalsOf(providers, settings), isOverSoftCeiling);
  }

  function tellDecision({ labels, settings: { mode } }: ModelCall, decision: Decision): void {
    const ofCall = { labels, mode, decisionId: decision.id };
    emit({ type: 'decided', ...ofCall, decision });
    for (const passed of passedOver(decision)) emit({ type: 'provider-skipped', ...ofCall, ...passed });
  }

  function courseOf(call: ModelCall, name: string): CourseStart | Promise<CourseStart> {
    if (call.signal.aborted) throw cancelled();
    policyNamed(setup.configuration, name);
    const features = featuresOf(call, name);
    health.turnArrived();
    return books.gate?.concerns(call.labels)
      ? paidCourseOf(call, features, books.gate)
      : { course: decidedCourse(call, features) };
  }

  /** Nobody is asked before the budgets have agreed. */
  async function paidCourseOf(call: ModelCall, features: Features, gate: BudgetGate): Promise<CourseStart> {
    const { chain } = policyNamed(setup.configuration, features.policy);
    const ticket = await gate.ask(call.labels, dearestMicros(features.needs, chain));
    if (ticket.kind === 'refused') {
      const decision = refusedByBudget(ids.newId(), clock.now());
      books.decided(decision, features, snapshotOf(features, true), call.labels, overrides.active);
      tellDecision(call, decision);
      throw new CallRefusedError({ code: 'budget_exceeded', budget: ticket.budget });
    }
    try {
      if (call.signal.aborted) throw cancelled();
      return { course: decidedCourse(call, features, ticket), onEnd: () => ticket.release() };
    } catch (error) {
      ticket.release();
      throw error;
    }
  }

  function decidedCourse(call: ModelCall, features: Features, ticket?: BudgetTicket): Course {
    const { configuration, entries } = setup;
    const policy = policyNamed(configuration, features.policy);
    const snapshot = snapshotOf(features, ticket?.isOverSoftCeiling ?? false);
    const decision = decide(features, snapshot, ids.newId());
    books.decided(decision, features, snapshot, call.labels, overrides.active);
    tellDecision(call, decision);
    if (decision.chain.length === 0) {
      throw new CallRefusedError({ code: 'no_capable_provider', missing: missingOf(decision) });
    }
    const chain = decision.chain.map(alias => entries.get(alias)).filter(entry => entry !== undefined);
    const { contextTokens, answerTokens = 0 } = features.needs;
    const route: Route = { call, decision, policy, chain, inputTokens: contextTokens - answerTokens };
    const healthSettings = configuration.health;
    const emitOfCall = (event: RouterEvent): void => {
      if (event.type === 'attempt-started') books.attemptStarted();
      if (event.type === 'attempt-ended') {
        books.attemptEnded(event);
        ticket?.charge(event.costMicros ?? 0);
        steering.attemptEnded(event, decision, snapshot.configuration);
      }
      emit(event);
    };
    return new Course(route, { clock, random, ids, health, healthSettings, retryBudget, emit: emitOfCall });
  }

  function disposeAll(): void {
    dispose();
    sharedOverrides?.dispose();
    overrides.close();
  }

  return {
    languageModel: name => ({
      id: name,
      stream: call => ({ [Symbol.asyncIterator]: () => new RoutedStream(() => courseOf(call, name)) }),
    }),
    explain(question) {
      policyNamed(setup.configuration, question.policy);
      const features = featuresOfQuestion(question);
      const payer = { tenant: question.tenant, assistant: question.policy };
      const isOverSoftCeiling = books.gate?.isKnownOverSoftCeiling(payer) ?? false;
      return decide(features, snapshotOf(features, isOverSoftCeiling), ids.newId());
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
      steering.configure(setup.configuration);
      books.configure(setup.configuration.providers, settings);
    },
    overrides: {
      list: () => overrides.active,
      put(request, author) {
        const { providers, controls } = setup.configuration;
        return overrides.put(request, author, providers, controls.canary !== undefined);
      },
      end: (id, author) => overrides.end(id, author),
      adopt: override => overrides.adopt(override),
      forget: id => overrides.forget(id),
    },
    observeQuality: signal => void steering.quality.observe(signal),
    async standing() {
      const { controls } = steering.inForce;
      return {
        controls,
        quality: steering.quality.list(),
        ...(controls.canary && { canary: steering.canaryTrial }),
        budgets: (await books.gate?.report()) ?? [],
        ledger: books.backlog,
      };
    },
    async open() {
      await overrides.restore();
      await sharedOverrides?.restored(overrides.active);
      return books.open();
    },
    async close() {
      disposeAll();
      await overrides.saved;
      return books.close();
    },
    healthHash: () => health.stateHash(),
    dispose: disposeAll,
    [Symbol.dispose]: disposeAll,
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

function shareOverrides(
  book: OverrideBook,
  state: SharedState,
  { clock, ids, logger, emit }: Pick<RouterDeps, 'clock' | 'ids' | 'logger'> & { emit: (event: RouterEvent) => void },
): SharedOverrides {
  const onFailure = (operation: string): void => emit({ type: 'shared-state-failed', operation });
  const guarded = new GuardedState({ state, clock, logger, onFailure });
  return new SharedOverrides({ state: guarded, instanceId: ids.newId(), book, now: () => clock.now() });
}

function cancelled(): ModelError {
  return new ModelError('router', 'cancelled', { dispatched: false });
}
