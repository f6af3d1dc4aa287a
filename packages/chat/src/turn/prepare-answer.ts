import type { Assistant, Preparation } from '../assistant/assistant.ts';
import { recentTurns } from '../cache/recent-turns.ts';
import type { SubmitRequest } from '../engine.ts';
import type { AnswerNotes } from './answer-notes.ts';
import { historyOf } from './history-of.ts';
import type { RunningTurn } from './running-turn.ts';
import type { TurnDeps } from './turn-deps.ts';

/** Lets the assistant look at the question in its conversation and say how to answer it. */
export async function prepareAnswer(
  turn: RunningTurn,
  { owner }: SubmitRequest,
  assistant: Assistant,
  notes: AnswerNotes,
  deps: TurnDeps,
): Promise<Preparation> {
  const recent = await recentTurns(turn.session, deps);
  notes.recent = recent;
  notes.history = historyOf(recent.turns, turn.record, deps);
  return assistant.prepare({
    owner,
    sessionId: turn.session.id,
    ...(turn.session.alias !== undefined && { conversationName: turn.session.alias }),
    text: turn.record.userText,
    history: notes.history,
    unresolved: turn.session.state.unresolved,
    requestId: turn.record.requestId,
    traceId: turn.record.traceId,
    nowMs: deps.clock.now(),
    signal: turn.signal,
  });
}
