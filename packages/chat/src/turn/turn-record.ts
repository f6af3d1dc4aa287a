import type { TokenUsage } from '@naru/language-model';
import type { NextAction, SourceCitation, SystemCitation } from '../assistant/assistant.ts';
import type { TicketNotice } from '../assistant/ticket-notice.ts';
import type { ChatErrorCode } from '../chat-error.ts';
import type { DataChunk, TurnFinish } from './turn-chunk.ts';

export type TurnTrigger = 'submit-message' | 'regenerate-message';

/** One question and its answer, as stored. */
export interface TurnRecord {
  readonly id: string;
  readonly sessionId: string;
  readonly ownerKey: string;
  readonly streamId: string;
  /** Of the answer; the same on every replay. */
  readonly messageId: string;
  readonly userMessageId: string;
  readonly userText: string;
  readonly trigger: TurnTrigger;
  /** The turn whose answer this one replaces, for a regeneration. */
  readonly replacesTurnId: string | undefined;
  readonly requestId: string;
  readonly traceId: string;
  readonly createdAtMs: number;
  readonly state: TurnState;
}

export type TurnState =
  | { readonly name: 'running'; readonly leaseUntilMs: number }
  | { readonly name: 'ended'; readonly endedAtMs: number; readonly result: TurnResult };

/** How a turn ended and what it said. Written once. */
export interface TurnResult {
  readonly finish: TurnFinish;
  readonly status: 'ok' | 'needs_input' | 'insufficient_evidence' | 'error';
  readonly text: string;
  readonly citations: readonly SourceCitation[];
  /** Our own parts that stay in history, in order. */
  readonly dataParts: readonly DataChunk[];
  readonly reasonCode: string;
  readonly nextAction: NextAction;
  readonly error:
    | {
        readonly code: ChatErrorCode;
        readonly message: string;
        readonly retryable: boolean;
        readonly retryAfterMs?: number;
      }
    | undefined;
  /** What the answer says of the system itself. */
  readonly systemCitations?: readonly SystemCitation[];
  readonly ticket?: TicketNotice;
  /** How long to wait before the next try, where nothing failed and it is still too early. */
  readonly retryAfterMs?: number;
  /** Missing when no provider answered. */
  readonly served: TurnServed | undefined;
}

export interface TurnServed {
  readonly provider: string;
  readonly model: string;
  readonly isFallback: boolean;
  readonly attempts: number;
  readonly decisionId: string;
  readonly decisionReason: string;
  readonly usage: TokenUsage | undefined;
  readonly costMicros: number | undefined;
}
