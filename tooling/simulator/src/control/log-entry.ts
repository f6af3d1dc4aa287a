import type { ExchangeEnd } from '../exchange/perform-exchange.ts';
import type { ProtocolName } from '../protocols/protocol.ts';

/** What a provider saw of one request and did with it. Changes until `end` is there. */
export interface LogEntry {
  /** 1, 2, 3 … in the order of arrival, never used twice. */
  readonly id: number;
  readonly provider: string;
  readonly protocol: ProtocolName;
  readonly method: string;
  readonly path: string;
  /** Lower-case names; keys and cookies only as `sha256:` and the first twelve digits. */
  readonly headers: Readonly<Record<string, string>>;
  readonly connection: ConnectionFacts;
  readonly receivedAtMs: number;
  /** The request's facts, or why it was refused before anything was played. */
  readonly body: BodyFacts | { readonly refused: string };
  /** The whole body as text, as long as the log keeps bodies. */
  readonly bodyText?: string;
  readonly play: PlayedFacts;
  readonly status?: number;
  readonly headersAfterMs?: number;
  /** Frames of a stream that were written whole. */
  readonly framesWritten: number;
  /** Bytes of the body, without the framing of HTTP. */
  readonly bytesWritten: number;
  readonly end?: { readonly how: ExchangeEnd; readonly afterMs: number };
}

export interface ConnectionFacts {
  readonly id: number;
  /** 1 for the first request on the connection: higher means that it was reused. */
  readonly requestNumber: number;
}

export interface BodyFacts {
  readonly model: string;
  readonly stream: boolean;
  readonly roles: readonly string[];
  readonly messageCharacters: number;
  readonly lastUserText: string;
  readonly sources: number;
  readonly tools: readonly string[];
  readonly wantsUsage: boolean;
  readonly maxTokens: number | undefined;
  readonly bodyBytes: number;
}

export interface PlayedFacts {
  /** The behaviours that shaped this answer; empty if it was answered well. */
  readonly behaviour: string;
  readonly chosenBy: 'model' | 'queue' | 'standing' | 'none';
}
