import type { EventDraft, EventFields } from '@naru/events';
import type { AttemptEndedEvent, DecidedEvent, Decision } from '@naru/router';

/** A decision with what became of it. */
export interface DecidedCall {
  readonly decided: DecidedEvent;
  /** In the order in which they ended. */
  readonly attempts: readonly AttemptEndedEvent[];
  readonly failedOver: boolean;
  /** Providers that stood in front and were not asked. */
  readonly passedOver: readonly string[];
}

/** Reasons that an operator, a budget or a state out of the ordinary has given: such decisions are always kept. */
const OUT_OF_THE_ORDINARY: ReadonlySet<Decision['reasonCode']> = new Set([
  'blocklist',
  'cost',
  'quality_floor',
  'canary',
  'cooldown',
  'breaker',
  'forced',
]);
const REFUSALS: ReadonlySet<Decision['reasonCode']> = new Set(['budget_exceeded', 'no_capable_provider']);

/** What is told of one decision: the chain and its reason; where something shaped it, the whole explanation. */
export function decisionEvent(call: DecidedCall, nowMs: number): EventDraft {
  const { decided, attempts, failedOver } = call;
  const { decision, labels, mode } = decided;
  const { reasonCode } = decision;
  const passedOver = [...new Set([...call.passedOver, ...keptBack(decision)])];
  const last = attempts.at(-1);
  const isRefusal = REFUSALS.has(reasonCode);
  const answering = attempts.find(({ committed, outcome }) => committed || outcome === 'ok');
  const exhausted = last !== undefined && !answering && last.outcome !== 'cancelled';
  const shaped = isRefusal || failedOver || exhausted || passedOver.length > 0 || OUT_OF_THE_ORDINARY.has(reasonCode);
  return {
    kind: 'decision',
    route: `decision/${labels.assistant ?? 'gateway'}`,
    requestId: labels.requestId,
    traceId: labels.traceId,
    sessionId: labels.sessionId,
    outcome: isRefusal ? 'refused' : exhausted ? 'failed' : 'ok',
    error: errorOf(isRefusal, exhausted, reasonCode, last),
    startedAtMs: decision.atMs,
    durationMs: Math.max(0, nowMs - decision.atMs),
    tenant: labels.tenant,
    assistant: labels.assistant,
    intent: labels.intent,
    provider: (answering ?? last)?.provider,
    attempts: attempts.length,
    decision: {
      id: decision.id,
      reason: reasonCode,
      failedOver,
      exhausted,
      shaped,
      ...(passedOver.length > 0 && { passedOver }),
    },
    fields: {
      'router.mode': mode,
      'router.chain': decision.chain,
      'router.tried': attempts.map(({ provider }) => provider),
      'router.answered_by': answering?.provider,
      ...(shaped ? explanationOf(decision) : {}),
    },
  };
}

/** Who stands before the head in the configured chain, and does not come first for its health, by whichever stage. */
function keptBack({ candidates, chain }: Decision): readonly string[] {
  const before = candidates.slice(
    0,
    Math.max(
      0,
      candidates.findIndex(({ alias }) => alias === chain[0]),
    ),
  );
  return before.filter(isKeptBack).map(({ alias }) => alias);
}

function isKeptBack({ fate, signals }: Decision['candidates'][number]): boolean {
  if (fate.kind === 'dropped') return fate.stage === 'breaker';
  const state = signals.health?.state;
  return signals.coolingLeftMs > 0 || state === 'cooling' || state === 'open' || state === 'half_open';
}

function errorOf(
  isRefusal: boolean,
  exhausted: boolean,
  reasonCode: string,
  last: AttemptEndedEvent | undefined,
): EventDraft['error'] {
  if (isRefusal) return { code: reasonCode.toUpperCase(), class: 'routing' };
  return exhausted && last ? { code: 'NARU_ALL_PROVIDERS_FAILED', class: last.outcome } : undefined;
}

function explanationOf({ notes, candidates }: Decision): EventFields {
  return {
    'router.stages': notes.map(({ stage, code, provider }) => ({ stage, code, provider })),
    'router.candidates': candidates.map(({ alias, fate, signals, estimatedCostMicros }) => ({
      name: alias,
      rank: fate.kind === 'kept' ? fate.position : undefined,
      stage: fate.kind === 'dropped' ? fate.stage : undefined,
      reason: fate.kind === 'dropped' ? fate.why : undefined,
      health: signals.health?.score,
      score: signals.quality?.weight,
      costMicros: estimatedCostMicros,
    })),
  };
}
