import type { Answer } from '../answers/answer.ts';
import type { Framing } from '../exchange/framing.ts';
import type { Json, JsonObject } from './json.ts';
import type { Frame } from './frame.ts';
import type { ProviderError } from './provider-error.ts';
import type { RequestFacts } from './request-facts.ts';

export const PROTOCOL_NAMES = ['openai', 'anthropic', 'generate', 'bedrock'] as const;

export type ProtocolName = (typeof PROTOCOL_NAMES)[number];

export type HeaderLookup = (name: string) => string | undefined;

/** The wire format of one vendor, written from its documentation and from nothing of Naru. */
export interface Protocol {
  readonly name: ProtocolName;
  /** Where answers are asked for, below the provider's address. */
  readonly path: string;
  /** For a protocol whose path is not the same for every request: whether it is one of its own. */
  matches?(path: string): boolean;
  /** What callers configure as the provider's address, below its path prefix: `/v1` or nothing. */
  readonly basePath: string;
  /** The header that carries the key, if the protocol has one. */
  keyOf(header: HeaderLookup): string | undefined;
  /**
   * Reads a request as strictly as the vendor does.
   *
   * @throws {RequestFault} naming the first place that the vendor would refuse
   */
  readRequest(body: Json, header: HeaderLookup, path: string): RequestFacts;
  answerDocument(answer: Answer, facts: RequestFacts): JsonObject;
  answerFrames(answer: Answer, facts: RequestFacts): readonly Frame[];
  /** How frames become bytes, where they are not server-sent events. */
  readonly encoding?: StreamEncoding;
  errorDocument(error: ProviderError): ErrorDocument;
  /** The error as a frame inside a stream that began with status 200. */
  errorFrame(error: ProviderError): Frame;
  /** The answer to `GET /v1/models`, where the protocol has it. */
  modelsDocument(models: readonly string[]): JsonObject | undefined;
}

export interface StreamEncoding {
  readonly contentType: string;
  encode(frame: Frame, framing: Framing): Buffer;
}

export interface ErrorDocument {
  readonly status: number;
  readonly document: JsonObject;
  /** Headers in which the protocol says more. */
  readonly headers?: Readonly<Record<string, string>>;
}
