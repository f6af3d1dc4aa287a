import type { SourceCitation } from '../assistant/assistant.ts';
import type { TicketNotice } from '../assistant/ticket-notice.ts';

/**
 * One chunk of an answer on its way to a client: the AI SDK's UI message stream (majors 5 to 7), of which
 * only these types are ever sent, since a client dies of one that it does not know. All of our own is `data-*`.
 */
export type TurnChunk =
  | { readonly type: 'start'; readonly messageId: string; readonly messageMetadata: TurnMetadata }
  | { readonly type: 'start-step' }
  | { readonly type: 'finish-step' }
  /** `ai` 7 only: drops the parts of the current step. Never sent to a client that did not declare it. */
  | { readonly type: 'reset-step' }
  | { readonly type: 'text-start'; readonly id: string }
  | { readonly type: 'text-delta'; readonly id: string; readonly delta: string }
  | { readonly type: 'text-end'; readonly id: string }
  | {
      readonly type: 'tool-input-start';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly dynamic: true;
    }
  | {
      readonly type: 'tool-input-available';
      readonly toolCallId: string;
      readonly toolName: string;
      readonly input: unknown;
      readonly dynamic: true;
    }
  | {
      readonly type: 'tool-output-available';
      readonly toolCallId: string;
      readonly output: unknown;
      readonly dynamic: true;
    }
  | {
      readonly type: 'tool-output-error';
      readonly toolCallId: string;
      readonly errorText: string;
      readonly dynamic: true;
    }
  | DataChunk
  | { readonly type: 'message-metadata'; readonly messageMetadata: TurnMetadata }
  | TerminalChunk;

/** Exactly one of these ends every stream. */
export type TerminalChunk =
  | {
      readonly type: 'finish';
      readonly finishReason: 'stop' | 'length' | 'content-filter' | 'tool-calls' | 'error' | 'other';
      readonly messageMetadata: TurnMetadata;
    }
  | { readonly type: 'abort'; readonly reason: string }
  /** `errorText` is a `ChatError` as JSON. */
  | { readonly type: 'error'; readonly errorText: string };

export function isTerminal(chunk: TurnChunk): chunk is TerminalChunk {
  return chunk.type === 'finish' || chunk.type === 'abort' || chunk.type === 'error';
}

export type DataChunk =
  | {
      readonly type: 'data-status';
      readonly transient: true;
      readonly data: {
        readonly v: 1;
        readonly phase: 'routing' | 'thinking' | 'tool' | 'writing';
        readonly label: string;
      };
    }
  | {
      readonly type: 'data-citations';
      readonly id: string;
      readonly data: { readonly v: 1; readonly items: readonly SourceCitation[] };
    }
  | {
      readonly type: 'data-guard';
      readonly id: string;
      readonly data: {
        readonly v: 1;
        readonly kind: GuardKind;
        readonly used: number;
        readonly limit: number;
        readonly message: string;
      };
    }
  | {
      readonly type: 'data-ticket';
      readonly id: string;
      readonly data: {
        readonly v: 1;
        readonly state: TicketNotice['state'];
        readonly number: string | null;
        /** ISO instant. */
        readonly nextAllowedAt?: string;
      };
    }
  | {
      readonly type: 'data-handoff';
      readonly id: string;
      readonly data: { readonly v: 1; readonly state: 'requested'; readonly ticketNumber: string | null };
    };

/** What an answer says of itself, kept with the message. */
export interface TurnMetadata {
  readonly sessionId: string;
  readonly streamId: string;
  readonly traceId: string;
  readonly createdAt: string;
  readonly finish?: TurnFinish;
  readonly reasonCode?: string;
  readonly nextAction?: string;
  /** How long to wait before the next try. */
  readonly retryAfterMs?: number;
  /** The guard that ended the answer. */
  readonly guard?: GuardKind;
}

export type GuardKind = 'time' | 'cost' | 'steps' | 'content';

/** How a turn ended. */
export type TurnFinish = 'complete' | 'stopped' | 'interrupted' | 'blocked' | 'guarded';
