import type { TurnResult } from '../turn/turn-record.ts';

/**
 * Reads what was asked and answered, to judge it (S-QLT-1). The one listener that sees words; none of them may leave it.
 * Called once for each turn of ours, after it was stored. Must be quick; a throw is caught.
 */
export interface TurnReviewer {
  review(turn: ReviewedTurn): void;
}

export interface ReviewedTurn {
  readonly turnId: string;
  readonly sessionId: string;
  readonly messageId: string;
  readonly assistant: string;
  /** Missing where the turn ended before it was known. */
  readonly intent: string | undefined;
  readonly question: string;
  /** The whole texts of the sources that the answer cites. */
  readonly citedTexts: readonly string[];
  /** Its `text` is the answer; `served` who gave it, missing when no provider did. */
  readonly result: TurnResult;
}
