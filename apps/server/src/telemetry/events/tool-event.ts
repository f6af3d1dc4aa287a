import type { TurnEvent } from '@naru/chat';
import type { EventDraft, EventOutcome } from '@naru/events';

type ToolEnded = Extract<TurnEvent, { readonly type: 'tool-ended' }>;

const OUTCOMES: Readonly<Record<ToolEnded['outcome'], EventOutcome>> = {
  result: 'ok',
  error: 'refused',
  'give-up': 'refused',
  stopped: 'cancelled',
  fault: 'failed',
};

/** What is told of a tool's call: its name and lengths. Only a tool that threw is an error; a wrong call is the model's. */
export function toolEvent(ended: ToolEnded, nowMs: number): EventDraft {
  const { tool, outcome, durationMs, inputLength, outputLength, callKey, assistant } = ended;
  const { requestId, traceId, sessionId, turnId } = ended;
  return {
    kind: 'tool-call',
    route: `tool/${tool ?? 'unknown'}`,
    requestId,
    traceId,
    sessionId,
    outcome: OUTCOMES[outcome],
    error: outcome === 'fault' ? { code: 'TOOL_FAILED', class: 'tool' } : undefined,
    startedAtMs: Math.round(nowMs - durationMs),
    durationMs,
    assistant,
    fields: {
      'chat.turn_id': turnId,
      'tool.name': tool,
      'tool.outcome': outcome,
      'tool.call_key': callKey,
      'tool.input_length': inputLength,
      'tool.output_length': outputLength,
    },
  };
}
