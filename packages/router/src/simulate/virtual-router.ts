import type { Random } from '@naru/kernel';
import type { LanguageModel, OutcomeClass } from '@naru/language-model';
import { RetryBudget } from '../attempt/retry-budget.ts';
import { configureRouting, type ConfiguredPolicy, type RoutingConfiguration } from '../decision/configuration.ts';
import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import type { Features } from '../decision/features.ts';
import { ProbeSchedule } from '../health/probe-schedule.ts';
import { ProviderHealth, type Admission, type HealthChange } from '../health/provider-health.ts';
import { costMicros, dearestMicros } from '../money/price.ts';
import type { Provider, ProviderEntry } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';
import { Steering } from '../steering/steering.ts';
import type { QualitySignal } from '../quality/quality-signal.ts';
import type { ScriptedAnswer } from './provider-script.ts';
import type { SimulatedRequest } from './request-source.ts';
import type { VirtualClock } from './virtual-clock.ts';
import { VirtualCourse, type CourseObserver, type TurnEnd, type VirtualAttempt } from './virtual-course.ts';
import { VirtualPurse, type PurseTicket } from './virtual-purse.ts';

/** What is told of what a simulated router does. */
export interface RouterWatcher {
  decided(decision: Decision): void;
  attemptStarted(alias: string, isProbe: boolean): void;
  attemptEnded(attempt: VirtualAttempt, micros: number): void;
  failedOverTo(from: string, to: string, reason: OutcomeClass): void;
  /** @param firstTokenMs arrival to the first words; missing where none came */
  turnEnded(end: TurnEnd | 'refused', by: VirtualAttempt | undefined, firstTokenMs: number | undefined): void;
  healthChanged(change: HealthChange): void;
  canaryAborted(reason: 'errors' | 'latency'): void;
}

export interface VirtualRouterDeps {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly providers: readonly Provider[];
  readonly settings: RouterSettings;
  readonly ask: (alias: string) => ScriptedAnswer;
  readonly tokens: { readonly input: number; readonly answer: number };
  readonly watcher: RouterWatcher;
  /** A turn about that intent was answered; somebody may judge it. */
  readonly onAnswered: (alias: string, intent: string) => void;
}

const POLICY = 'default';
const NEVER_ASKED: LanguageModel = {
  id: 'simulated',
  stream() {
    throw new TypeError('A simulated provider is not called.');
  },
};
const NO_OVERRIDES: readonly never[] = [];
const NOT_LEFT_OVER = { cacheReadTokens: 0, estimated: false };

/**
 * A router in virtual time: the real configuration, stages, health, probes, steering and retry budget, put together as
 * `createRouter` does, around a course that awaits nothing.
 */
export class VirtualRouter {
  readonly #deps: VirtualRouterDeps;
  readonly #retryBudget: RetryBudget;
  readonly #health: ProviderHealth;
  readonly #probes: ProbeSchedule;
  readonly #steering: Steering;
  readonly #purse: VirtualPurse;
  #configuration: RoutingConfiguration;
  #policy: ConfiguredPolicy;
  #entries: ReadonlyMap<string, ProviderEntry>;
  #turns = 0;

  /** @throws {RangeError} when providers or settings make no sense */
  constructor(deps: VirtualRouterDeps) {
    this.#deps = deps;
    const { clock, random, watcher, settings } = deps;
    this.#configuration = configureRouting(deps.providers, settings);
    this.#policy = policyOf(this.#configuration);
    this.#entries = entriesOf(deps.providers);
    this.#retryBudget = new RetryBudget(clock);
    this.#purse = new VirtualPurse(settings);
    this.#health = new ProviderHealth({
      clock,
      random,
      onChange: change => watcher.healthChanged(change),
      onLearned: provider => this.#probes.learned(provider),
    });
    this.#probes = new ProbeSchedule({
      clock,
      health: this.#health,
      settings: () => this.#configuration.health,
      send: (provider, admission) => this.#probe(provider, admission),
    });
    this.#health.configure(deps.providers);
    this.#steering = new Steering({
      clock,
      configuration: this.#configuration,
      overrides: () => NO_OVERRIDES,
      onCanaryAborted: ({ reason }) => watcher.canaryAborted(reason),
    });
  }

  /** The providers of the policy's chain, in their configured order. */
  get chain(): readonly string[] {
    return this.#policy.chain.map(({ alias }) => alias);
  }

  turn(request: SimulatedRequest): void {
    const { clock, tokens, watcher } = this.#deps;
    const features = this.#featuresOf(request);
    this.#health.turnArrived();
    const ticket = this.#purse.ask(dearestMicros(features.needs, this.#policy.chain), clock.now());
    if (ticket === 'refused') return watcher.turnEnded('refused', undefined, undefined);
    const signals = this.#health.signalsOf(this.#configuration.providers, this.#configuration.health);
    const snapshot = this.#steering.snapshot(features, signals, ticket.isOverSoftCeiling);
    const decision = decide(features, snapshot, `turn-${++this.#turns}`);
    watcher.decided(decision);
    const chain = decision.chain.map(alias => this.#entries.get(alias)).filter(entry => entry !== undefined);
    if (chain.length === 0) {
      ticket.release();
      return watcher.turnEnded('refused', undefined, undefined);
    }
    const route = { decision, policy: this.#policy, chain, intent: request.intent };
    new VirtualCourse(route, this.#observer(request, decision, snapshot.configuration, ticket), {
      clock,
      random: this.#deps.random,
      health: this.#health,
      healthSettings: this.#configuration.health,
      retryBudget: this.#retryBudget,
      ask: ({ provider }) => this.#deps.ask(provider.alias),
      costOf: attempt => costOf(attempt, tokens),
    }).start();
  }

  /** Somebody has judged an answer. */
  observeQuality(signal: QualitySignal): void {
    this.#steering.quality.observe(signal);
  }

  /** As a reload of the configuration does: turns under way keep what they have. */
  reconfigure(providers: readonly Provider[]): void {
    this.#configuration = configureRouting(providers, this.#deps.settings);
    this.#policy = policyOf(this.#configuration);
    this.#entries = entriesOf(providers);
    this.#health.configure(providers);
    this.#steering.configure(this.#configuration);
  }

  dispose(): void {
    this.#probes.dispose();
  }

  #featuresOf({ intent, risk, sessionId }: SimulatedRequest): Features {
    const { input, answer } = this.#deps.tokens;
    const needs = { tools: false, vision: false, contextTokens: input + answer, answerTokens: answer };
    return { policy: POLICY, mode: 'stream', intent, risk, ...(sessionId !== undefined && { sessionId }), needs };
  }

  #observer(
    request: SimulatedRequest,
    decision: Decision,
    configuration: RoutingConfiguration,
    ticket: PurseTicket,
  ): CourseObserver {
    const { clock, tokens, watcher, onAnswered } = this.#deps;
    const arrivedAtMs = clock.monotonicMs();
    let firstTokenMs: number | undefined;
    return {
      attemptStarted: ({ entry }) => watcher.attemptStarted(entry.provider.alias, false),
      committed() {
        firstTokenMs = clock.monotonicMs() - arrivedAtMs;
      },
      attemptEnded: attempt => {
        const micros = costOf(attempt, tokens);
        ticket.charge(micros);
        this.#tellSteering(attempt, request, decision, configuration);
        watcher.attemptEnded(attempt, micros);
      },
      failedOver: (from, to, reason) => watcher.failedOverTo(from, to, reason),
      ended(end, attempt) {
        ticket.release();
        watcher.turnEnded(end, attempt, firstTokenMs);
        if (end === 'answered' && attempt) onAnswered(attempt.entry.provider.alias, request.intent);
      },
    };
  }

  /** Only canaries and conversations learn from attempts. */
  #tellSteering(
    { entry, number, fate }: VirtualAttempt,
    { sessionId }: SimulatedRequest,
    decision: Decision,
    configuration: RoutingConfiguration,
  ): void {
    if (sessionId === undefined && !configuration.controls.canary) return;
    const labels = { requestId: decision.id, traceId: decision.id, ...(sessionId !== undefined && { sessionId }) };
    const { outcome, committedMs, endedMs } = fate;
    this.#steering.attemptEnded(
      {
        type: 'attempt-ended',
        labels,
        mode: 'stream',
        decisionId: decision.id,
        attemptId: decision.id,
        attempt: number,
        provider: entry.provider.alias,
        outcome,
        committed: committedMs !== undefined,
        dispatched: true,
        durationMs: endedMs,
        firstTokenMs: committedMs,
        usage: { inputTokens: 0, outputTokens: 0, ...NOT_LEFT_OVER },
      },
      decision,
      configuration,
    );
  }

  /** As `askForOneToken`: the first token is all there is to wait for, and as long as a first token may take. */
  #probe(provider: Provider, admission: Admission): void {
    const { ask, watcher, clock } = this.#deps;
    watcher.attemptStarted(provider.alias, true);
    const { kind, afterMs, ending, retryAfterMs } = ask(provider.alias);
    const limitMs = provider.timeouts.firstTokenMs;
    const answered: OutcomeClass = kind === 'ok' && ending !== 'finish' ? 'stream_broken' : kind;
    clock.schedule(Math.min(afterMs, limitMs), () =>
      admission.ended(afterMs < limitMs ? { outcome: answered, retryAfterMs } : { outcome: 'timeout_first_token' }),
    );
  }
}

function policyOf({ policies }: RoutingConfiguration): ConfiguredPolicy {
  const policy = policies.get(POLICY);
  if (!policy) throw new RangeError(`There is no policy "${POLICY}"`);
  return policy;
}

function entriesOf(providers: readonly Provider[]): ReadonlyMap<string, ProviderEntry> {
  return new Map(providers.map(provider => [provider.alias, { provider, languageModel: NEVER_ASKED }]));
}

/** What the tokens cost: all of an answer's, half of those of one that broke, the input where nothing was said. */
function costOf({ entry, answer, fate }: VirtualAttempt, tokens: VirtualRouterDeps['tokens']): number {
  const { prices } = entry.provider;
  if (!prices) return 0;
  const { outcome, committedMs } = fate;
  // What a status refused is not charged for.
  if (committedMs === undefined && outcome === answer.kind && (answer.status ?? 200) >= 300) return 0;
  const outputTokens = outcome === 'ok' ? tokens.answer : committedMs === undefined ? 0 : tokens.answer / 2;
  return costMicros({ inputTokens: tokens.input, outputTokens, ...NOT_LEFT_OVER }, prices);
}
