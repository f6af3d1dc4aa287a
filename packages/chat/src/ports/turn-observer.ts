import type { BlockedBy } from '../turn/answer-end.ts';
import type { TurnFinish } from '../turn/turn-chunk.ts';
import type { TurnResult } from '../turn/turn-record.ts';

/** Hears what happens in turns. Called synchronously: must be quick. A throw is caught. */
export interface TurnObserver {
  on(event: TurnEvent): void;
}

interface OfTurn {
  readonly turnId: string;
  readonly sessionId: string;
  readonly assistant: string;
  readonly requestId: string;
  readonly traceId: string;
}

/** How one call of a tool ended. Lengths only: neither what went in nor what came out. */
export interface ToolEnded {
  /** Missing where the model named a tool that there is not: its words are nobody's to keep. */
  readonly tool: string | undefined;
  readonly durationMs: number;
  /**
   * `error`: told to the model, which may do better; `fault`: the tool threw; `stopped`: so did it, after the turn was
   * cut; `give-up`: called wrongly too often.
   */
  readonly outcome: 'result' | 'error' | 'fault' | 'stopped' | 'give-up';
  readonly inputLength: number;
  readonly outputLength: number;
  /** As the tool got it; missing where it was not run. */
  readonly callKey: string | undefined;
}

export type TurnEvent =
  | (OfTurn & { readonly type: 'turn-started'; readonly questionLength: number })
  | (OfTurn & { readonly type: 'step'; readonly step: number; readonly toolCalls: readonly string[] })
  | (OfTurn & ToolEnded & { readonly type: 'tool-ended' })
  | (OfTurn & {
      readonly type: 'turn-ended';
      readonly intent: string | undefined;
      readonly finish: TurnFinish;
      readonly result: Omit<TurnResult, 'text' | 'dataParts' | 'citations'>;
      readonly durationMs: number;
      /** Question received to first word logged; missing when there was none. */
      readonly firstWordMs: number | undefined;
      readonly answerLength: number;
      readonly citationCount: number;
      /** The rule of the output guard that kept the answer from being seen, or the provider's own filter. */
      readonly blockedBy?: BlockedBy | undefined;
      /** Whether the conversation before, and the answer, were found in their caches; missing where none was asked. */
      readonly sessionCache?: 'hit' | 'miss' | undefined;
      readonly answerCache?: 'hit' | 'miss' | undefined;
    });
