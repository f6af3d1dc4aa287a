import type { Random } from '@naru/kernel';
import { createTurnBudget, type OutcomeClass, type TurnBudget } from '@naru/language-model';
import { admissionReason } from '../attempt/admission-reason.ts';
import { afterFailure, type NextStep } from '../attempt/after-failure.ts';
import { attemptLimits } from '../attempt/attempt-limits.ts';
import { PRESETS, type Preset } from '../attempt/presets.ts';
import { remainingAfter } from '../attempt/remaining-after.ts';
import type { RetryBudget } from '../attempt/retry-budget.ts';
import { retryWaitMs } from '../attempt/retry-wait.ts';
import type { ConfiguredPolicy } from '../decision/configuration.ts';
import type { Decision } from '../decision/decision.ts';
import type { HealthSettings } from '../health/health-settings.ts';
import type { Admission, ProviderHealth } from '../health/provider-health.ts';
import type { ProviderEntry } from '../providers/provider.ts';
import { attemptFate, type AttemptFate } from './attempt-fate.ts';
import type { ScriptedAnswer } from './provider-script.ts';
import type { Task, VirtualClock } from './virtual-clock.ts';

/** As `Course` has it. */
const LEASE_GRACE_MS = 5_000;

/** One call with what was decided for it. */
export interface VirtualRoute {
  readonly decision: Decision;
  readonly policy: ConfiguredPolicy;
  readonly chain: readonly ProviderEntry[];
  readonly intent: string;
}

export interface VirtualAttempt {
  readonly entry: ProviderEntry;
  /** From 1, within the turn. */
  readonly number: number;
  readonly startedAtMs: number;
  readonly answer: ScriptedAnswer;
  readonly fate: AttemptFate;
}

/** How a turn ended: answered, broken after its first words, or nobody had any. */
export type TurnEnd = 'answered' | 'interrupted' | 'failed';

export interface CourseObserver {
  attemptStarted(attempt: VirtualAttempt): void;
  committed(attempt: VirtualAttempt): void;
  attemptEnded(attempt: VirtualAttempt): void;
  failedOver(from: string, to: string, reason: OutcomeClass): void;
  ended(end: TurnEnd, attempt: VirtualAttempt | undefined): void;
}

export interface VirtualCourseDeps {
  readonly clock: VirtualClock;
  readonly random: Random;
  readonly health: ProviderHealth;
  readonly healthSettings: HealthSettings;
  readonly retryBudget: RetryBudget;
  readonly ask: (entry: ProviderEntry) => ScriptedAnswer;
  /** What an attempt cost, for the turn's budget. */
  readonly costOf: (attempt: VirtualAttempt) => number;
}

/**
 * What is tried for one turn in virtual time, and whom to try now.
 *
 * `Course` is the real one, but it waits for streams, and a promise a step is too dear for a million turns. This is
 * its loop without them, over the very same tables: `afterFailure`, `PRESETS`, `remainingAfter`, `retryWaitMs`,
 * `attemptLimits`, the turn's budget, the retry budget and health's admission. `virtual-course.test.ts` plays random
 * scripts against both and compares every attempt.
 */
export class VirtualCourse implements Task {
  readonly #route: VirtualRoute;
  readonly #deps: VirtualCourseDeps;
  readonly #observer: CourseObserver;
  readonly #preset: Preset;
  readonly #budget: TurnBudget;
  #rest: readonly ProviderEntry[];
  readonly #passedOver: ProviderEntry[] = [];
  #attempts = 0;
  #repeats = 0;
  #admission: Admission | undefined;
  #attempt: VirtualAttempt | undefined;
  /** What is due next. */
  #due: 'commit' | 'end' | 'repeat' = 'commit';

  constructor(route: VirtualRoute, observer: CourseObserver, deps: VirtualCourseDeps) {
    this.#route = route;
    this.#deps = deps;
    this.#observer = observer;
    this.#preset = PRESETS[route.policy.preset];
    this.#budget = createTurnBudget(this.#preset.budget);
    this.#rest = route.chain;
  }

  start(): void {
    if (!this.#askNext()) this.#observer.ended('failed', undefined);
  }

  /** Called by the clock at the instant for which it was planned. */
  run(): void {
    const { clock } = this.#deps;
    const attempt = this.#attempt as VirtualAttempt;
    const { entry, fate, startedAtMs } = attempt;
    switch (this.#due) {
      case 'commit':
        this.#admission?.answering(entry.provider.timeouts.totalMs);
        this.#observer.committed(attempt);
        this.#due = 'end';
        return clock.plan(startedAtMs + fate.endedMs, this);
      case 'end':
        return this.#attemptEnded(attempt);
      case 'repeat':
        return this.#repeat(attempt);
    }
  }

  #attemptEnded(attempt: VirtualAttempt): void {
    const { answer, fate } = attempt;
    const { outcome, committedMs, endedMs } = fate;
    const isOwnWord = outcome === answer.kind;
    this.#admission?.ended({
      outcome,
      retryAfterMs: isOwnWord ? answer.retryAfterMs : undefined,
      durationMs: endedMs,
      firstTokenMs: committedMs,
    });
    this.#budget.spendWait(committedMs ?? endedMs);
    this.#budget.spendMoney(this.#deps.costOf(attempt));
    this.#observer.attemptEnded(attempt);
    if (outcome === 'ok') return this.#observer.ended('answered', attempt);
    if (committedMs !== undefined && this.#route.policy.recovery !== 'restart') {
      return this.#observer.ended('interrupted', attempt);
    }
    this.#after(attempt, outcome);
  }

  #after(failed: VirtualAttempt, kind: Exclude<OutcomeClass, 'ok'>): void {
    const { entry, answer } = failed;
    const step = this.#stepAfter(kind, kind === answer.kind ? answer.status : undefined);
    this.#rest = remainingAfter(kind, entry, this.#rest);
    if (step === 'retry-same' && this.#planRepeat(failed, kind)) return;
    if (step === 'give-up' || !this.#moveOn(entry, kind)) this.#fail(failed);
  }

  #fail(last: VirtualAttempt): void {
    this.#observer.ended(last.fate.committedMs === undefined ? 'failed' : 'interrupted', last);
  }

  #stepAfter(kind: Exclude<OutcomeClass, 'ok'>, status: number | undefined): NextStep {
    const { policy, intent } = this.#route;
    const isLastProvider = this.#rest.length === 0;
    return afterFailure({ kind, status }, { committed: false, repeats: this.#repeats, isLastProvider, intent }, policy);
  }

  /** Asks both budgets for another attempt at the same provider, and waits for it. */
  #planRepeat({ entry, answer }: VirtualAttempt, kind: Exclude<OutcomeClass, 'ok'>): boolean {
    const { clock, random, retryBudget } = this.#deps;
    const backoffMs = this.#preset.backoffMs(kind, this.#repeats, random);
    const statedMs = kind === answer.kind ? answer.retryAfterMs : undefined;
    const waitMs = retryWaitMs({ statedMs, backoffMs, turnWaitLeftMs: this.#budget.waitLeftMs }, random);
    if (waitMs === undefined || !this.#takeExtraAttempt()) return false;
    if (!retryBudget.take(entry.provider.alias)) {
      this.#budget.returnExtraAttempt();
      return false;
    }
    this.#budget.spendWait(waitMs);
    this.#due = 'repeat';
    clock.plan(clock.monotonicMs() + waitMs, this);
    return true;
  }

  #repeat(failed: VirtualAttempt): void {
    const { entry, fate } = failed;
    const admission = this.#admit(entry);
    if (admission) {
      this.#repeats += 1;
      return this.#begin(entry, admission);
    }
    this.#budget.returnExtraAttempt();
    if (!this.#moveOn(entry, fate.outcome)) this.#fail(failed);
  }

  #moveOn(from: ProviderEntry, reason: OutcomeClass): boolean {
    if (this.#rest.length === 0 || this.#budget.waitLeftMs <= 0 || !this.#takeExtraAttempt()) return false;
    const hasNext = this.#askNext(to => this.#observer.failedOver(from.provider.alias, to, reason));
    if (!hasNext) this.#budget.returnExtraAttempt();
    return hasNext;
  }

  #askNext(onAdmitted?: (alias: string) => void): boolean {
    for (let entry = this.#rest[0]; entry; entry = this.#rest[0]) {
      this.#rest = this.#rest.slice(1);
      const admission = this.#admit(entry);
      if (admission) {
        this.#repeats = 0;
        this.#deps.retryBudget.earn(entry.provider.alias);
        onAdmitted?.(entry.provider.alias);
        this.#begin(entry, admission);
        return true;
      }
      if (this.#passedOver.includes(entry)) continue;
      this.#passedOver.push(entry);
      this.#rest = [...this.#rest, entry];
    }
    return false;
  }

  #admit(entry: ProviderEntry): Admission | undefined {
    const { health, healthSettings } = this.#deps;
    const { provider } = entry;
    const { firstTokenMs } = this.#limits(entry);
    const reason = admissionReason(this.#route.decision, provider.alias);
    const yields = this.#rest.length > 0;
    return health.admit(provider, healthSettings, { reason, leaseMs: firstTokenMs + LEASE_GRACE_MS, yields });
  }

  #begin(entry: ProviderEntry, admission: Admission): void {
    const { clock, ask } = this.#deps;
    this.#attempts += 1;
    const startedAtMs = clock.monotonicMs();
    const answer = ask(entry);
    const fate = attemptFate(answer, this.#limits(entry));
    const attempt = { entry, number: this.#attempts, startedAtMs, answer, fate };
    this.#attempt = attempt;
    this.#admission = admission;
    this.#observer.attemptStarted(attempt);
    this.#due = fate.committedMs === undefined ? 'end' : 'commit';
    clock.plan(startedAtMs + (fate.committedMs ?? fate.endedMs), this);
  }

  #limits(entry: ProviderEntry): ReturnType<typeof attemptLimits> {
    const isPrimary = entry === this.#route.chain[0];
    return attemptLimits(entry.provider, 'stream', this.#preset, isPrimary, this.#budget.waitLeftMs);
  }

  #takeExtraAttempt(): boolean {
    return this.#budget.moneyLeftMicros > 0 && this.#budget.takeExtraAttempt();
  }
}
