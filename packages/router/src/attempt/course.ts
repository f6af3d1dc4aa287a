import type { Clock, Ids, Random } from '@naru/kernel';
import {
  createTurnBudget,
  ModelError,
  type ModelCall,
  type ServedPart,
  type StreamPart,
  type TokenUsage,
  type TurnBudget,
} from '@naru/language-model';
import type { ConfiguredPolicy } from '../decision/configuration.ts';
import type { Decision } from '../decision/decision.ts';
import { AllProvidersFailedError, CallRefusedError, type FailedAttempt } from '../errors.ts';
import type { HealthSettings } from '../health/health-machine.ts';
import type { Admission, ProviderHealth } from '../health/provider-health.ts';
import { costMicros } from '../money/price.ts';
import type { Provider, ProviderEntry } from '../providers/provider.ts';
import type { RouterEvent } from '../telemetry/router-event.ts';
import { afterFailure, contentFilterPolicy } from './after-failure.ts';
import { attemptLimits } from './attempt-limits.ts';
import type { AttemptResult } from './attempt-result.ts';
import { Attempt } from './attempt.ts';
import { PRESETS, type Preset } from './presets.ts';
import type { RetryBudget } from './retry-budget.ts';
import { retryWaitMs } from './retry-wait.ts';
import { remainingAfter } from './remaining-after.ts';

/** One call with what was decided for it. */
export interface Route {
  readonly call: ModelCall;
  readonly decision: Decision;
  readonly policy: ConfiguredPolicy;
  /** The decision's chain, in order; never empty. */
  readonly chain: readonly ProviderEntry[];
  /** What the request's input is taken to be long. */
  readonly inputTokens: number;
}

export interface CourseDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly health: ProviderHealth;
  readonly healthSettings: HealthSettings;
  readonly retryBudget: RetryBudget;
  readonly emit: (event: RouterEvent) => void;
}

/**
 * What has been tried for one call, and whom to try now. The only place that decides to try again, and the only one
 * that uses up the turn's budget.
 */
export class Course {
  readonly #route: Route;
  readonly #deps: CourseDeps;
  readonly #preset: Preset;
  readonly #budget: TurnBudget;
  readonly #failures: FailedAttempt[] = [];
  readonly #errors: ModelError[] = [];
  #rest: readonly ProviderEntry[];
  #attempts = 0;
  #repeats = 0;
  #running: { readonly attempt: Attempt; readonly entry: ProviderEntry } | undefined;
  #waiting: AbortController | undefined;

  constructor(route: Route, deps: CourseDeps) {
    this.#route = route;
    this.#deps = deps;
    this.#preset = PRESETS[route.policy.preset];
    this.#budget = route.call.budget ?? createTurnBudget(this.#preset.budget);
    this.#rest = route.chain;
  }

  /** @throws {ModelError} when nobody may be asked at all */
  first(): Attempt {
    if (this.#budget.moneyLeftMicros <= 0) throw new CallRefusedError({ code: 'budget_exceeded', budget: 'turn' });
    const admitted = this.#budget.waitLeftMs > 0 ? this.#admitNext() : undefined;
    if (!admitted) throw this.#allFailed();
    return this.#begin(admitted.entry, admitted.admission);
  }

  /**
   * The attempt to make after one that failed, once it is time for it.
   *
   * @throws {ModelError} when there is none: `AllProvidersFailedError` before the commit point, after it what broke
   */
  async after(failed: Attempt): Promise<Attempt> {
    const { result } = failed;
    if (!result?.error || !this.#running) throw new TypeError('Only a failed attempt has a next one.');
    const { entry } = this.#running;
    const { error } = result;
    this.#failures.push({ provider: entry.provider.alias, outcome: error.kind, status: error.status });
    this.#errors.push(error);
    if (result.committed && !this.mayRestart(failed)) throw error;
    if (error.kind === 'cancelled' && !result.turnWaitSpent) throw error;

    const { call, policy } = this.#route;
    const step = afterFailure(
      error,
      {
        committed: false,
        repeats: this.#repeats,
        isLastProvider: this.#rest.length === 0,
        intent: call.labels.intent,
      },
      policy,
    );
    this.#rest = remainingAfter(error.kind, entry, this.#rest);
    const next =
      (step === 'retry-same' ? await this.#askAgain(entry, error) : undefined) ??
      (step === 'give-up' ? undefined : this.#moveOn(entry, error));
    if (!next) throw this.#allFailed();
    return next;
  }

  /** Whether an answer that broke may be begun anew elsewhere; what has been seen of it must then be dropped. */
  mayRestart({ result, hasToolCall }: Attempt): boolean {
    const { call, policy } = this.#route;
    const isWanted = policy.recovery === 'restart' && call.settings.acceptsRestart === true;
    return isWanted && result?.error?.kind !== 'cancelled' && !hasToolCall;
  }

  /** Who answers, once the running attempt has committed. */
  served(opening: readonly StreamPart[]): ServedPart {
    const { decision } = this.#route;
    if (!this.#running) throw new TypeError('Nobody has been asked yet.');
    const { attempt, entry } = this.#running;
    return {
      type: 'served',
      provider: entry.provider.alias,
      model: attempt.responseModel ?? entry.provider.model,
      attempts: this.#attempts,
      decisionId: decision.id,
      reason: decision.reasonCode,
      isFallback: entry.provider.alias !== decision.chain[0],
      passThrough: opening.some(({ frame }) => frame !== undefined),
    };
  }

  /** The reader has gone, at whatever moment. */
  leave(): void {
    this.#running?.attempt.leave();
    this.#waiting?.abort();
  }

  #admitNext(): { readonly entry: ProviderEntry; readonly admission: Admission } | undefined {
    const { health, healthSettings, emit } = this.#deps;
    for (const [index, entry] of this.#rest.entries()) {
      const admission = health.admit(entry.provider, healthSettings);
      if (!admission) {
        emit({ type: 'provider-skipped', ...this.#ofCall(), provider: entry.provider.alias, reason: 'breaker' });
        continue;
      }
      this.#rest = this.#rest.slice(index + 1);
      return { entry, admission };
    }
    this.#rest = [];
    return undefined;
  }

  /** Asks the same provider again after a wait; `undefined` where waiting or asking again is not worth it. */
  async #askAgain(entry: ProviderEntry, error: ModelError): Promise<Attempt | undefined> {
    const { random, retryBudget } = this.#deps;
    const question = {
      statedMs: error.retryAfterMs,
      backoffMs: this.#preset.backoffMs(error.kind, this.#repeats, random),
      turnWaitLeftMs: this.#budget.waitLeftMs,
    };
    const waitMs = retryWaitMs(question, random);
    if (waitMs === undefined || !this.#takeExtraAttempt()) return undefined;
    const admission = retryBudget.take(entry.provider.alias)
      ? await this.#waitAndAdmit(waitMs, entry.provider)
      : undefined;
    if (!admission) {
      this.#budget.returnExtraAttempt();
      return undefined;
    }
    this.#repeats += 1;
    return this.#begin(entry, admission);
  }

  #moveOn({ provider: from }: ProviderEntry, { kind: reason }: ModelError): Attempt | undefined {
    if (this.#rest.length === 0 || this.#budget.waitLeftMs <= 0 || !this.#takeExtraAttempt()) return undefined;
    const next = this.#admitNext();
    if (!next) {
      this.#budget.returnExtraAttempt();
      return undefined;
    }
    this.#repeats = 0;
    const to = next.entry.provider.alias;
    this.#deps.emit({ type: 'failed-over', ...this.#ofCall(), from: from.alias, to, reason });
    return this.#begin(next.entry, next.admission);
  }

  #takeExtraAttempt(): boolean {
    return this.#budget.moneyLeftMicros > 0 && this.#budget.takeExtraAttempt();
  }

  async #waitAndAdmit(waitMs: number, provider: Provider): Promise<Admission | undefined> {
    const { clock, health, healthSettings } = this.#deps;
    const { signal } = this.#route.call;
    this.#budget.spendWait(waitMs);
    this.#waiting = new AbortController();
    try {
      await clock.sleep(waitMs, AbortSignal.any([signal, this.#waiting.signal]));
    } catch {
      throw new ModelError(provider.alias, 'cancelled', { dispatched: false });
    } finally {
      this.#waiting = undefined;
    }
    return health.admit(provider, healthSettings);
  }

  #begin(entry: ProviderEntry, admission: Admission): Attempt {
    const { clock, ids, emit, retryBudget } = this.#deps;
    const { call, chain, inputTokens } = this.#route;
    const { provider } = entry;
    this.#attempts += 1;
    if (this.#repeats === 0) retryBudget.earn(provider.alias);
    const ofAttempt = {
      ...this.#ofCall(),
      attemptId: ids.newId(),
      attempt: this.#attempts,
      provider: provider.alias,
    };
    const startedAtMs = clock.now();
    const attempt = new Attempt({
      alias: provider.alias,
      model: entry.languageModel,
      call,
      limits: attemptLimits(provider, call.settings.mode, this.#preset, entry === chain[0], this.#budget.waitLeftMs),
      inputTokens,
      costOf: (usage: TokenUsage) => (provider.prices ? costMicros(usage, provider.prices) : undefined),
      clock,
      observer: {
        committed: firstTokenMs => emit({ type: 'attempt-committed', ...ofAttempt, firstTokenMs }),
        ended: result => {
          admission.ended(result.outcome, result.error?.retryAfterMs);
          this.#book(result);
          emit({ type: 'attempt-ended', ...ofAttempt, ...endedFacts(result), startedAtMs });
        },
      },
    });
    this.#running = { attempt, entry };
    emit({ type: 'attempt-started', ...ofAttempt, startedAtMs });
    return attempt;
  }

  #book({ waitedMs, costMicros: cost }: AttemptResult): void {
    this.#budget.spendWait(waitedMs);
    if (cost !== undefined) this.#budget.spendMoney(cost);
  }

  #ofCall() {
    const { call, decision } = this.#route;
    return { labels: call.labels, mode: call.settings.mode, decisionId: decision.id };
  }

  #allFailed(): AllProvidersFailedError {
    const { decision, policy, call } = this.#route;
    const [first] = this.#errors;
    const waits = this.#errors.map(({ retryAfterMs }) => retryAfterMs).filter(waitMs => waitMs !== undefined);
    const isFiltered = this.#errors.at(-1)?.kind === 'content_filter';
    return new AllProvidersFailedError(kindForCaller(first, this.#budget.waitLeftMs), {
      attempts: this.#failures,
      decisionId: decision.id,
      reason: decision.reasonCode,
      status: first?.status,
      detail: first?.detail ?? describe(this.#failures),
      retryAfterMs: waits.length > 0 ? Math.min(...waits) : undefined,
      handoff: isFiltered && contentFilterPolicy(policy, call.labels.intent) === 'handoff',
    });
  }
}

function describe(failures: readonly FailedAttempt[]): string {
  if (failures.length === 0) return 'nobody could be asked';
  return failures.map(({ provider, outcome }) => `${provider}: ${outcome}`).join(', ');
}

/** The caller has not cancelled when it is the turn whose time was over. */
function kindForCaller(first: ModelError | undefined, waitLeftMs: number): ModelError['kind'] {
  if (!first) return waitLeftMs > 0 ? 'server' : 'timeout_total';
  return first.kind === 'cancelled' ? 'timeout_total' : first.kind;
}

function endedFacts({
  outcome,
  error,
  committed,
  dispatched,
  durationMs,
  firstTokenMs,
  usage,
  costMicros: cost,
  quota,
}: AttemptResult) {
  return {
    outcome,
    status: error?.status,
    committed,
    dispatched,
    durationMs,
    firstTokenMs,
    usage,
    costMicros: cost,
    quota,
  };
}
