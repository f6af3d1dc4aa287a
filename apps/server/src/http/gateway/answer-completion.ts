import {
  collectStream,
  ModelError,
  type LanguageModel,
  type ModelCall,
  type ServedPart,
  type StreamPart,
} from '@naru/language-model';
import type { FastifyReply } from 'fastify';
import { ChunkedBody } from '../chunked-body.ts';
import { drained } from '../write-or-wait.ts';
import { completionBody } from './completion-body.ts';
import { CompletionFrames, DONE_FRAME } from './completion-frames.ts';
import type { CompletionRequest } from './completion-request.ts';
import { failureAnswer } from './failure-answer.ts';

export interface CompletionWork {
  readonly model: LanguageModel;
  readonly call: ModelCall;
  readonly completion: CompletionRequest;
  readonly createdSeconds: number;
}

/** Sends one JSON body. @throws {ModelError} when there is no answer; nothing has been sent then */
export async function answerJson(
  reply: FastifyReply,
  { model, call, completion, createdSeconds }: CompletionWork,
): Promise<FastifyReply> {
  const batches: (readonly StreamPart[])[] = [];
  let frame: Uint8Array | undefined;
  let served: ServedPart | undefined;
  for await (const parts of model.stream(call)) {
    batches.push(parts);
    for (const part of parts) {
      if (part.type === 'served') served = part;
      else if (part.type === 'finish') frame = part.frame;
    }
  }
  const headers = servedHeaders(served, completion);
  if (served?.passThrough && frame) return sendBytes(reply, headers, frame);
  const answer = await collectStream(asStream(batches));
  reply.headers(headers).type('application/json; charset=utf-8');
  return reply.send(JSON.stringify(completionBody(answer, bodyOptions(call, served, completion, createdSeconds))));
}

/** Hands on a JSON body as it came. Past the framework, which has nothing to do for bytes that are ready. */
function sendBytes(
  reply: FastifyReply,
  headers: Readonly<Record<string, string>>,
  { buffer, byteOffset, length }: Uint8Array,
): FastifyReply {
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': length,
  });
  // Node joins headers and a text to one write, and takes two for headers and bytes. As Latin-1 each character of
  // that text is one byte of the body, so nothing is decoded.
  reply.raw.end(Buffer.from(buffer, byteOffset, length).toString('latin1'), 'latin1');
  return reply;
}

/**
 * Sends an event stream. The headers leave at the commit point, so that a failure before it is an ordinary
 * error answer.
 *
 * @throws {ModelError} while nothing has been sent; a later failure is told inside the stream
 */
export async function answerStream(reply: FastifyReply, work: CompletionWork): Promise<void> {
  const { model, call } = work;
  const response = reply.raw;
  let writer: StreamWriter | undefined;
  let body: ChunkedBody | undefined;
  try {
    for await (const parts of model.stream(call)) {
      writer ??= openStream(reply, parts, work);
      body ??= new ChunkedBody(response);
      if (parts.some(isRestart)) throw new ModelError(model.id, 'stream_broken');
      // Asked, and not awaited each time: there is hardly ever anything to wait for.
      if (!body.write(writer.write(parts))) await drained(response, call.signal);
    }
    if (body) body.end(writer?.end() ?? '');
    else response.end();
  } catch (error) {
    if (!body) throw error;
    if (!response.destroyed) body.end(brokenEnd(error));
  }
}

function isRestart({ type }: StreamPart): boolean {
  return type === 'restart';
}

interface StreamWriter {
  write(parts: readonly StreamPart[]): string | Uint8Array;
  end(): string;
}

function openStream(
  reply: FastifyReply,
  parts: readonly StreamPart[],
  { call, completion, createdSeconds }: CompletionWork,
): StreamWriter {
  const served = parts.find(part => part.type === 'served');
  reply.hijack();
  reply.raw.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    ...servedHeaders(served, completion),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  });
  if (served?.passThrough) return passThroughWriter();
  const { wantsUsage } = completion;
  const frames = new CompletionFrames({ ...bodyOptions(call, served, completion, createdSeconds), wantsUsage });
  return { write: batch => frames.of(batch), end: () => DONE_FRAME };
}

/** Hands on the provider's own frames, several of one batch in one write. */
function passThroughWriter(): StreamWriter {
  let last: Uint8Array | undefined;
  return {
    write(parts) {
      const frames: Uint8Array[] = [];
      for (const { frame } of parts) if (frame) frames.push(frame);
      last = frames.at(-1) ?? last;
      return frames.length === 1 ? frames[0]! : Buffer.concat(frames);
    },
    // A provider may leave the terminator out after its finish reason; the client still waits for it.
    end: () => (last && Buffer.from(last.buffer, last.byteOffset, last.length).includes('[DONE]') ? '' : DONE_FRAME),
  };
}

/** Tells of a failure after the first word. Without `[DONE]`, so that nobody takes the answer for complete. */
function brokenEnd(error: unknown): string {
  const failure = error instanceof ModelError ? error : new ModelError('gateway', 'server', { cause: error });
  return `data: ${JSON.stringify(failureAnswer(failure).body)}\n\n`;
}

/** Who answered and why; known at the commit point. */
function servedHeaders(
  served: ServedPart | undefined,
  { foreignParameters }: CompletionRequest,
): Record<string, string> {
  if (!served) return {};
  const ignored = served.passThrough ? '' : foreignParameters.filter(isHeaderSafe).slice(0, MAX_IGNORED).join(', ');
  return {
    'x-naru-provider': served.provider,
    'x-naru-attempts': String(served.attempts),
    'x-naru-decision': served.reason,
    ...(ignored !== '' && { 'x-naru-ignored': ignored }),
  };
}

const MAX_IGNORED = 32;

function isHeaderSafe(name: string): boolean {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(name);
}

function bodyOptions(
  call: ModelCall,
  served: ServedPart | undefined,
  completion: CompletionRequest,
  createdSeconds: number,
) {
  return { id: `chatcmpl-${call.labels.requestId}`, model: served?.model ?? completion.model, createdSeconds };
}

async function* asStream(batches: readonly (readonly StreamPart[])[]): AsyncGenerator<readonly StreamPart[]> {
  yield* batches;
}
