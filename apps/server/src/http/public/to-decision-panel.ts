import type { DecisionPanel } from '@naru/api-contract';
import type { TurnRecord } from '@naru/chat';
import type { CandidateReport } from '@naru/router';
import type { RememberedCall } from '../../telemetry/remembered-decisions.ts';

export interface AnswerOrigin {
  readonly turn: TurnRecord;
  readonly calls: readonly RememberedCall[];
  readonly intent: string | undefined;
  readonly currency: string;
}

/** How one answer came about; `undefined` while it is being made, and when its decisions are forgotten. */
export function toDecisionPanel({ turn, calls, intent, currency }: AnswerOrigin): DecisionPanel | undefined {
  if (turn.state.name === 'running') return undefined;
  const { served, finish } = turn.state.result;
  if (served && calls.length === 0) return undefined;
  return {
    messageId: turn.messageId,
    finish,
    intent: intent ?? calls[0]?.intent ?? null,
    risk: calls[0]?.risk ?? null,
    provider: served?.provider ?? null,
    model: served?.model ?? null,
    isFallback: served?.isFallback ?? false,
    usage: served?.usage ?? null,
    costMicros: served?.costMicros ?? null,
    currency,
    calls: calls.map(toPanelCall),
  };
}

function toPanelCall({ decision, attempts }: RememberedCall): DecisionPanel['calls'][number] {
  return {
    decisionId: decision.id,
    reasonCode: decision.reasonCode,
    chain: [...decision.chain],
    stages: decision.notes.map(note => ({ ...note, chain: [...note.chain] })),
    candidates: decision.candidates.map(toPanelCandidate),
    attempts: attempts.map(({ provider, firstTokenMs, ended }) => ({
      provider,
      outcome: ended?.outcome ?? 'running',
      status: ended?.status ?? null,
      committed: ended?.committed ?? firstTokenMs !== undefined,
      firstTokenMs: firstTokenMs ?? null,
      durationMs: ended?.durationMs ?? null,
    })),
  };
}

function toPanelCandidate({ alias, fate }: CandidateReport): DecisionPanel['calls'][number]['candidates'][number] {
  return fate.kind === 'kept'
    ? { alias, kept: true, position: fate.position, droppedBy: null, why: null }
    : { alias, kept: false, position: null, droppedBy: fate.stage, why: fate.why };
}
