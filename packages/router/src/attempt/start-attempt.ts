import { timeOrderedId, type Clock, type Ids } from '@naru/kernel';
import type { TurnBudget } from '@naru/language-model';
import type { Admission } from '../health/provider-health.ts';
import { costMicros } from '../money/price.ts';
import type { ProviderEntry } from '../providers/provider.ts';
import type { AttemptEndedEvent, RouterEvent } from '../telemetry/router-event.ts';
import { attemptLimits } from './attempt-limits.ts';
import type { AttemptResult } from './attempt-result.ts';
import { Attempt } from './attempt.ts';
import { PRESETS } from './presets.ts';
import { factsOfCall, type Route } from './route.ts';

export interface AttemptStart {
  readonly entry: ProviderEntry;
  readonly admission: Admission;
  /** From 1, within the call. */
  readonly number: number;
  readonly budget: TurnBudget;
}

export interface StartAttemptDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly emit: (event: RouterEvent) => void;
}

/** Makes an attempt whose end is told once to everybody concerned: health, the turn's budget, the observer. */
export function startAttempt(
  route: Route,
  { entry, admission, number, budget }: AttemptStart,
  { clock, ids, emit }: StartAttemptDeps,
): Attempt {
  const { call, chain, policy, inputTokens } = route;
  const { provider, languageModel: model } = entry;
  const { alias, prices } = provider;
  const startedAtMs = clock.now();
  const attemptId = timeOrderedId(startedAtMs, ids);
  const ofAttempt = { ...factsOfCall(route), attemptId, attempt: number, provider: alias };
  const isPrimary = entry === chain[0];
  emit({ type: 'attempt-started', ...ofAttempt, startedAtMs });
  return new Attempt({
    alias,
    model,
    call,
    limits: attemptLimits(provider, call.settings.mode, PRESETS[policy.preset], isPrimary, budget.waitLeftMs),
    inputTokens,
    costOf: usage => (prices ? costMicros(usage, prices) : undefined),
    clock,
    observer: {
      answering: () => admission.answering(provider.timeouts.totalMs),
      committed: firstTokenMs => emit({ type: 'attempt-committed', ...ofAttempt, firstTokenMs }),
      ended(result) {
        admission.ended({ ...result, retryAfterMs: result.error?.retryAfterMs });
        budget.spendWait(result.waitedMs);
        budget.spendMoney(result.costMicros ?? 0);
        emit({ type: 'attempt-ended', ...ofAttempt, startedAtMs, ...endOf(result) });
      },
    },
  });
}

type EndFacts = Pick<
  AttemptEndedEvent,
  'outcome' | 'status' | 'committed' | 'dispatched' | 'durationMs' | 'firstTokenMs' | 'usage' | 'costMicros' | 'quota'
>;

/** The error itself stays here: what it says may be of use to a developer, never to a log. */
function endOf(result: AttemptResult): EndFacts {
  const { outcome, error, committed, dispatched, durationMs, firstTokenMs, usage, costMicros, quota } = result;
  return { outcome, status: error?.status, committed, dispatched, durationMs, firstTokenMs, usage, costMicros, quota };
}
