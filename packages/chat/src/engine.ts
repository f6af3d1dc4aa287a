import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { LanguageModel } from '@naru/language-model';
import type { Assistant } from './assistant/assistant.ts';
import type { ChatError } from './chat-error.ts';
import type { Owner } from './owner.ts';
import type { HandOff } from './ports/hand-off.ts';
import type { PriceQuote } from './ports/price-quote.ts';
import type { SemanticCachePort } from './ports/semantic-cache.ts';
import type { SessionCachePort } from './ports/session-cache.ts';
import type { SessionStore } from './ports/session-store.ts';
import type { LoggedChunk, StreamLog } from './ports/stream-log.ts';
import type { TurnObserver } from './ports/turn-observer.ts';
import type { TurnReviewer } from './ports/turn-reviewer.ts';
import type { TurnRateLimit } from './ports/turn-rate-limit.ts';
import type { TurnStore } from './ports/turn-store.ts';
import type { Session } from './sessions/session.ts';
import type { TurnRecord, TurnTrigger } from './turn/turn-record.ts';

/** Runs turns, whatever carrier brings them. */
export interface ChatEngine {
  /** Takes a customer's message. Resolves once the turn runs, is found to be running or done, or is refused. */
  submit(request: SubmitRequest): Promise<SubmitOutcome>;
  /** The running answer of a conversation, from its beginning; `undefined` when nothing runs. */
  resume(owner: Owner, chatId: string): Promise<TurnStream | undefined>;
  /** One stream of the owner's by its id, running or still kept. */
  stream(owner: Owner, streamId: string): Promise<TurnStream | undefined>;
  /** Ends the running answer and keeps its text. Idempotent; with a stream id, only that one. */
  stop(owner: Owner, chatId: string, streamId?: string): Promise<void>;
  /** `undefined` for a conversation that is not there or not the owner's. */
  history(owner: Owner, chatId: string): Promise<ChatHistory | undefined>;
  /** Takes no more turns and waits for the running ones, at most `ms`; then stops them as `interrupted`. */
  drain(ms: number): Promise<void>;
}

export interface SubmitRequest {
  readonly owner: Owner;
  /** Missing: the engine's first assistant. */
  readonly assistant?: string | undefined;
  /** A server-made session id, or the client's own name for the conversation. Missing: a new one. */
  readonly chatId?: string | undefined;
  readonly text: string;
  /** The client's id of the message, 1 to 200 characters; the idempotency key. */
  readonly clientMessageId?: string | undefined;
  readonly trigger: TurnTrigger;
  /** The answer to make again, for `regenerate-message`; missing: the last one. */
  readonly regenerateMessageId?: string | undefined;
  readonly accepts: ReadonlySet<'reset-step'>;
  readonly mode: 'json' | 'stream';
  /**
   * For a caller that only waits for `ended`: aborts when that caller has gone away. Ends nothing by itself; the
   * owner's next message may then take over. Missing: a `json` turn counts as attended until it ends.
   */
  readonly caller?: AbortSignal | undefined;
  readonly requestId: string;
  readonly traceId: string;
}

export type SubmitOutcome =
  | { readonly kind: 'accepted'; readonly stream: TurnStream; readonly isRepeat: boolean }
  | { readonly kind: 'refused'; readonly error: ChatError };

/** One answer, running or done, to be read from any point. */
export interface TurnStream {
  readonly streamId: string;
  readonly session: Session;
  readonly messageId: string;
  /**
   * From after `afterSeq` to the terminal chunk; what was merged has a `from`. Leaving early stops nothing but the
   * reading. Once the log is gone: one replay of the stored answer.
   */
  read(afterSeq: number, signal: AbortSignal): AsyncIterable<readonly LoggedChunk[]>;
  /** Resolves with the stored turn once it has ended. Never rejects. */
  readonly ended: Promise<TurnRecord>;
}

export interface ChatHistory {
  readonly session: Session;
  /** Oldest first. */
  readonly turns: readonly TurnRecord[];
  readonly activeStreamId: string | undefined;
}

export interface ChatEngineDeps {
  /** Never empty; the first is the default. */
  readonly assistants: readonly Assistant[];
  /** The model behind an assistant's policy. */
  readonly languageModel: (policy: string) => LanguageModel;
  /** What answers cost; missing: nothing is known, and the cost guard only reads what is reported. */
  readonly prices?: PriceQuote | undefined;
  readonly sessions: SessionStore;
  readonly turns: TurnStore;
  readonly streamLog: StreamLog;
  /** Missing: histories come from the store. */
  readonly sessionCache?: SessionCachePort | undefined;
  /** Missing: every answer is made anew. */
  readonly answerCache?: SemanticCachePort | undefined;
  /** Asked when nobody answered; missing: the customer is told to try again. */
  readonly handOff?: HandOff | undefined;
  readonly observer: TurnObserver;
  /** Missing: nobody judges answers. */
  readonly reviewer?: TurnReviewer | undefined;
  /** Missing: one in this process, of `settings.turnsPerMinute`. */
  readonly rateLimit?: TurnRateLimit;
  readonly settings: ChatSettings;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
}

export interface ChatSettings {
  /** Earlier messages given to the model, 10 to 20. */
  readonly historyMessages: number;
  /** Turns an owner may begin within a minute. */
  readonly turnsPerMinute: number;
  readonly maxMessageChars: number;
  readonly firstChunkMs: number;
  readonly totalMs: number;
  readonly leaseMs: number;
  /** A running answer that nobody has read for this long gives way to the owner's next message. */
  readonly abandonedAfterMs: number;
  /** From this many answers without support in a row on, a ticket is recommended; missing: never. */
  readonly fallbackEscalateThreshold?: number;
  readonly budget: { readonly extraAttempts: number; readonly waitMs: number; readonly moneyMicros?: number };
}
