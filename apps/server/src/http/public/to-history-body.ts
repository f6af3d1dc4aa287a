import type { HistoryBody, HistoryMessage } from '@naru/api-contract';
import type { ChatHistory, TurnRecord } from '@naru/chat';

/** A conversation as messages that `useChat` takes as they are. */
export function toHistoryBody({ session, turns, activeStreamId }: ChatHistory): HistoryBody {
  return {
    session: { id: session.id, assistant: session.assistant, createdAt: new Date(session.createdAtMs).toISOString() },
    messages: turns.flatMap(messagesOf),
    activeStreamId: activeStreamId ?? null,
  };
}

function messagesOf(turn: TurnRecord): HistoryMessage[] {
  const question: HistoryMessage = {
    id: turn.userMessageId,
    role: 'user',
    parts: [{ type: 'text', text: turn.userText }],
  };
  // A running answer comes by resuming its stream, under the same message id.
  if (turn.state.name === 'running') return [question];
  const { result } = turn.state;
  const texts = result.text === '' ? [] : [{ type: 'text', text: result.text, state: 'done' }];
  const answer: HistoryMessage = {
    id: turn.messageId,
    role: 'assistant',
    metadata: {
      sessionId: turn.sessionId,
      streamId: turn.streamId,
      traceId: turn.traceId,
      createdAt: new Date(turn.createdAtMs).toISOString(),
      finish: result.finish,
      reasonCode: result.reasonCode,
      nextAction: result.nextAction,
    },
    parts: [...texts, ...result.dataParts.filter(part => !('transient' in part)).map(part => ({ ...part }))],
  };
  return [question, answer];
}
