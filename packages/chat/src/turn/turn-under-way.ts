import type { Assistant } from '../assistant/assistant.ts';
import type { SubmitRequest } from '../engine.ts';
import type { AnswerNotes } from './answer-notes.ts';
import type { AnswerWriter } from './answer-writer.ts';
import type { GuardedVoice } from './guarded-voice.ts';
import type { TurnReport } from './report-turn.ts';
import type { RunningTurn } from './running-turn.ts';

/** A turn that was let in, with all that its steps share. */
export interface TurnUnderWay {
  readonly turn: RunningTurn;
  readonly request: SubmitRequest;
  readonly assistant: Assistant;
  readonly writer: AnswerWriter;
  readonly voice: GuardedVoice;
  readonly notes: AnswerNotes;
  readonly report: TurnReport;
  /** Called with every word and tool call of the model, also while they are held, and with a fixed answer. */
  readonly onContent: () => void;
}
