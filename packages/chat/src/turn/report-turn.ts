import type { ToolEnded } from '../ports/turn-observer.ts';
import type { AnswerNotes } from './answer-notes.ts';
import { notifyObserver } from './notify-observer.ts';
import type { RunningTurn } from './running-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnResult } from './turn-record.ts';

/** Tells the observer what happens in one turn. */
export interface TurnReport {
  markFirstWord(): void;
  step(step: number, toolCalls: readonly string[]): void;
  toolEnded(ended: ToolEnded): void;
  end(result: TurnResult): void;
}

/** Reports the start at once. */
export function reportTurn(turn: RunningTurn, assistant: string, notes: AnswerNotes, deps: TurnDeps): TurnReport {
  const { id: turnId, sessionId, requestId, traceId, userText } = turn.record;
  const ofTurn = { turnId, sessionId, assistant, requestId, traceId };
  const sinceStartMs = (): number => deps.clock.monotonicMs() - turn.beganAtMs;
  let firstWordMs: number | undefined;
  notifyObserver({ ...ofTurn, type: 'turn-started', questionLength: userText.length }, deps);
  return {
    markFirstWord() {
      firstWordMs ??= sinceStartMs();
    },
    step(step, toolCalls) {
      notifyObserver({ ...ofTurn, type: 'step', step, toolCalls }, deps);
    },
    toolEnded(ended) {
      notifyObserver({ ...ofTurn, ...ended, type: 'tool-ended' }, deps);
    },
    end({ text, dataParts: _dataParts, citations, ...result }) {
      const [answerLength, citationCount, durationMs] = [text.length, citations.length, sinceStartMs()];
      const { finish } = result;
      const { intent, blockedBy, recent, answerCache } = notes;
      notifyObserver(
        {
          ...ofTurn,
          type: 'turn-ended',
          intent,
          finish,
          result,
          durationMs,
          firstWordMs,
          answerLength,
          citationCount,
          blockedBy,
          sessionCache: recent?.lookup,
          answerCache: answerCache?.lookup,
        },
        deps,
      );
    },
  };
}
