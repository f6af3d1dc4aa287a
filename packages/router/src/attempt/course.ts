import type { Clock, Ids, Random } from '@naru/kernel';
import { createTurnBudget, ModelError, type ServedPart, type StreamPart, type TurnBudget } from '@naru/language-model';
import { CallRefusedError } from '../errors.ts';
import type { HealthSettings } from '../health/health-settings.ts';
import type { Admission, ProviderHealth } from '../health/provider-health.ts';
import type { ProviderEntry } from '../providers/provider.ts';
import type { RouterEvent } from '../telemetry/router-event.ts';
import { admissionReason } from './admission-reason.ts';
import { afterFailure, type NextStep } from './after-failure.ts';
import { allFailed } from './all-failed.ts';
import { attemptLimits } from './attempt-limits.ts';
import type { Attempt } from './attempt.ts';
import { PRESETS, type Preset } from './presets.ts';
import { remainingAfter } from './remaining-after.ts';
import type { RetryBudget } from './retry-budget.ts';
import { retryWaitMs } from './retry-wait.ts';
import { factsOfCall, type Route } from './route.ts';
import { startAttempt } from './start-attempt.ts';

/** An attempt that is this much over its time has been lost. */
const LEASE_GRACE_MS = 5_000;

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
 * that asks the turn's budget for it.
 */
export class Course {
  readonly #route: Route;
  readonly #deps: CourseDeps;
  readonly #preset: Preset;
  readonly #budget: TurnBudget;
  /** One for each attempt that failed, in order. */
  readonly #errors: ModelError[] = [];
  #rest: readonly ProviderEntry[];
  readonly #passedOver = new Set<ProviderEntry>();
  #attempts = 0;
  #repeats = 0;
  #running: { readonly attempt: Attempt; readonly entry: ProviderEntry } | undefined;
  #backoff: AbortController | undefined;
  #hasLeft = false;

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
    const attempt = this.#budget.waitLeftMs > 0 ? this.#askNext() : undefined;
    if (!attempt) throw allFailed(this.#route, this.#errors, this.#budget.waitLeftMs);
    return attempt;
  }

  /**
   * The attempt to make after one that failed, once it is time for it.
   *
   * @throws {ModelError} when there is none: `AllProvidersFailedError` before the commit point, after it what broke
   */
  async after(failed: Attempt): Promise<Attempt> {
    const { result } = failed;
    if (!result?.error || !this.#running) throw new TypeError('Only a failed attempt has a next one.');
    const { error } = result;
    const { entry } = this.#running;
    this.#errors.push(error);
    if (result.committed && !this.#mayRestart(failed)) throw error;
    if (error.kind === 'cancelled' && !result.turnWaitSpent) throw error;
    if (this.#isGone) throw cancelled(entry);

    const step = this.#stepAfter(error);
    this.#rest = remainingAfter(error.kind, entry, this.#rest);
    const next =
      (step === 'retry-same' ? await this.#askAgain(entry, error) : undefined) ??
      (step === 'give-up' ? undefined : this.#moveOn(entry, error));
    if (!next) throw allFailed(this.#route, this.#errors, this.#budget.waitLeftMs);
    return next;
  }

  /** Who answers, once the running attempt has committed with these parts. */
  served(opening: readonly StreamPart[]): ServedPart {
    if (!this.#running) throw new TypeError('Nobody has been asked yet.');
    const { attempt, entry } = this.#running;
    const { decision } = this.#route;
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
    this.#hasLeft = true;
    this.#running?.attempt.leave();
    this.#backoff?.abort();
  }

  get #isGone(): boolean {
    return this.#hasLeft || this.#route.call.signal.aborted;
  }

  /** Whether an answer that broke may be begun anew elsewhere; what has been seen of it must then be dropped. */
  #mayRestart({ result, hasToolCall }: Attempt): boolean {
    const { call, policy } = this.#route;
    const isWanted = policy.recovery === 'restart' && call.settings.acceptsRestart === true;
    return isWanted && result?.error?.kind !== 'cancelled' && !hasToolCall;
  }

  #stepAfter(error: ModelError): NextStep {
    const { call, policy } = this.#route;
    const isLastProvider = this.#rest.length === 0;
    const { intent } = call.labels;
    return afterFailure(error, { committed: false, repeats: this.#repeats, isLastProvider, intent }, policy);
  }

  /** Asks the same provider again after a wait; `undefined` where that is not to be had. */
  async #askAgain(entry: ProviderEntry, error: ModelError): Promise<Attempt | undefined> {
    const { random, retryBudget } = this.#deps;
    const backoffMs = this.#preset.backoffMs(error.kind, this.#repeats, random);
    const question = { statedMs: error.retryAfterMs, backoffMs, turnWaitLeftMs: this.#budget.waitLeftMs };
    const waitMs = retryWaitMs(question, random);
    if (waitMs === undefined || !this.#takeExtraAttempt()) return undefined;
    // Both budgets are asked before the wait, so that those who wait have what they wait for.
    const isAllowed = retryBudget.take(entry.provider.alias);
    if (isAllowed) await this.#wait(waitMs, entry);
    const admission = isAllowed ? this.#admit(entry) : undefined;
    if (!admission) {
      this.#budget.returnExtraAttempt();
      return undefined;
    }
    this.#repeats += 1;
    return this.#begin(entry, admission);
  }

  #moveOn({ provider: { alias: from } }: ProviderEntry, { kind: reason }: ModelError): Attempt | undefined {
    if (this.#rest.length === 0 || this.#budget.waitLeftMs <= 0 || !this.#takeExtraAttempt()) return undefined;
    const next = this.#askNext(to =>
      this.#deps.emit({ type: 'failed-over', ...factsOfCall(this.#route), from, to, reason }),
    );
    if (!next) this.#budget.returnExtraAttempt();
    return next;
  }

  /** Asks the first of the rest whom health admits. */
  #askNext(onAdmitted: (alias: string) => void = () => {}): Attempt | undefined {
    const { retryBudget, emit } = this.#deps;
    for (let entry = this.#rest[0]; entry; entry = this.#rest[0]) {
      this.#rest = this.#rest.slice(1);
      const { alias } = entry.provider;
      const admission = this.#admit(entry);
      if (admission) {
        this.#repeats = 0;
        retryBudget.earn(alias);
        onAdmitted(alias);
        return this.#begin(entry, admission);
      }
      if (this.#passedOver.has(entry)) continue;
      this.#passedOver.add(entry);
      // Another turn may be trying it: when nobody else is left, that is better than nobody.
      this.#rest = [...this.#rest, entry];
      emit({ type: 'provider-skipped', ...factsOfCall(this.#route), provider: alias, reason: 'breaker' });
    }
    return undefined;
  }

  #admit(entry: ProviderEntry): Admission | undefined {
    const yields = this.#rest.length > 0;
    const { health, healthSettings } = this.#deps;
    const { provider } = entry;
    const { call, chain, decision } = this.#route;
    const reason = admissionReason(decision, provider.alias);
    const { mode } = call.settings;
    const limits = attemptLimits(provider, mode, this.#preset, entry === chain[0], this.#budget.waitLeftMs);
    return health.admit(provider, healthSettings, { reason, leaseMs: limits.firstTokenMs + LEASE_GRACE_MS, yields });
  }

  #begin(entry: ProviderEntry, admission: Admission): Attempt {
    this.#attempts += 1;
    const start = { entry, admission, number: this.#attempts, budget: this.#budget };
    const attempt = startAttempt(this.#route, start, this.#deps);
    this.#running = { attempt, entry };
    return attempt;
  }

  #takeExtraAttempt(): boolean {
    return this.#budget.moneyLeftMicros > 0 && this.#budget.takeExtraAttempt();
  }

  async #wait(waitMs: number, entry: ProviderEntry): Promise<void> {
    this.#budget.spendWait(waitMs);
    this.#backoff = new AbortController();
    try {
      await this.#deps.clock.sleep(waitMs, AbortSignal.any([this.#route.call.signal, this.#backoff.signal]));
    } catch (error) {
      throw this.#isGone ? cancelled(entry) : error;
    } finally {
      this.#backoff = undefined;
    }
  }
}

function cancelled({ provider }: ProviderEntry): ModelError {
  return new ModelError(provider.alias, 'cancelled', { dispatched: false });
}
