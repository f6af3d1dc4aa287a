import type { FailureKind, ModelError } from '@naru/language-model';
import { AllProvidersFailedError, type FailedAttempt } from '../errors.ts';
import { contentFilterPolicy } from './after-failure.ts';
import type { Route } from './route.ts';

/**
 * What the caller is told when nobody answered: the first failure's kind, because what came after may follow from it,
 * and every attempt in order.
 *
 * @param errors one for each attempt; named by alias and without a provider's text
 */
export function allFailed(
  { call, decision, policy }: Route,
  errors: readonly ModelError[],
  turnWaitLeftMs: number,
): AllProvidersFailedError {
  const [first] = errors;
  const attempts = errors.map(({ modelId, kind, status }) => ({ provider: modelId, outcome: kind, status }));
  const waits = errors.map(({ retryAfterMs }) => retryAfterMs).filter(waitMs => waitMs !== undefined);
  const isFiltered = errors.at(-1)?.kind === 'content_filter';
  return new AllProvidersFailedError(kindForCaller(first, turnWaitLeftMs), {
    attempts,
    decisionId: decision.id,
    reason: decision.reasonCode,
    status: first?.status,
    detail: first?.detail ?? list(attempts),
    retryAfterMs: shortest(waits.length > 0 ? waits : openPeriods(decision)),
    handoff: isFiltered && contentFilterPolicy(policy, call.labels.intent) === 'handoff',
  });
}

/** The caller has not cancelled when it is the turn whose time was over. */
function kindForCaller(first: ModelError | undefined, turnWaitLeftMs: number): FailureKind {
  if (!first) return turnWaitLeftMs > 0 ? 'server' : 'timeout_total';
  return first.kind === 'cancelled' ? 'timeout_total' : first.kind;
}

function shortest(waitsMs: readonly number[]): number | undefined {
  return waitsMs.length > 0 ? Math.min(...waitsMs) : undefined;
}

/** How long circuits stay open: what there is to wait for where nobody was asked. */
function openPeriods({ candidates }: Route['decision']): readonly number[] {
  return candidates.map(({ signals }) => signals.health?.openLeftMs ?? 0).filter(leftMs => leftMs > 0);
}

function list(attempts: readonly FailedAttempt[]): string {
  if (attempts.length === 0) return 'nobody could be asked';
  return attempts.map(({ provider, outcome }) => `${provider}: ${outcome}`).join(', ');
}
