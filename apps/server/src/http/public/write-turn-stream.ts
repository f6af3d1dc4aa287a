import type { ChatError, LoggedChunk, TerminalChunk, TurnChunk, TurnStream } from '@naru/chat';
import type { Clock, Timer } from '@naru/kernel';
import type { FastifyReply } from 'fastify';
import type { RunningAnswers } from '../running-answers.ts';
import { writeOrWait } from '../write-or-wait.ts';

export interface TurnStreamDeps {
  readonly readers: RunningAnswers;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

export const HEARTBEAT_MS = 15_000;
const HEARTBEAT = ': hb\n\n';
const TERMINAL: ReadonlySet<string> = new Set<TerminalChunk['type']>(['finish', 'abort', 'error']);
const DONE = 'data: [DONE]\n\n';

/**
 * Writes an answer as the AI SDK's UI message stream, from after `afterSeq` to its end: one write a batch, the
 * event id `<streamId>.<seq>` on each, exactly one terminal chunk, then `[DONE]`. A reader that leaves stops
 * nothing but the reading.
 */
export async function writeTurnStream(
  reply: FastifyReply,
  stream: TurnStream,
  afterSeq: number,
  { readers, clock, heartbeatMs }: TurnStreamDeps,
): Promise<void> {
  const response = reply.raw;
  reply.hijack();
  response.writeHead(200, {
    ...(reply.getHeaders() as Record<string, string>),
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-vercel-ai-ui-message-stream': 'v1',
    'x-accel-buffering': 'no',
    'x-stream-id': stream.streamId,
    'x-session-id': encodeURI(stream.session.id),
  });
  response.flushHeaders();

  using reader = readers.begin(response);
  using _heart = beat(clock, heartbeatMs, () => {
    if (!response.writableNeedDrain) response.write(HEARTBEAT);
  });
  let hasEnded = false;
  try {
    for await (const batch of stream.read(afterSeq, reader.signal)) {
      hasEnded ||= batch.some(({ chunk }) => isTerminal(chunk));
      await writeOrWait(response, eventsOf(stream.streamId, batch), reader.signal);
    }
  } catch {
    // The log failed under us. The turn goes on; this reader is told below that its stream does not.
  }
  if (response.destroyed) return;
  response.end(hasEnded ? DONE : `${lostEvent(reply.request.traceId)}${DONE}`);
}

function isTerminal({ type }: TurnChunk): boolean {
  return TERMINAL.has(type);
}

function eventsOf(streamId: string, batch: readonly LoggedChunk[]): string {
  let events = '';
  for (const { seq, chunk } of batch) events += `id: ${streamId}.${seq}\ndata: ${JSON.stringify(chunk)}\n\n`;
  return events;
}

/** A stream that ends without a terminal chunk would pass for a complete answer. */
function lostEvent(traceId: string): string {
  const message = '답변을 이어서 전하지 못했습니다. 잠시 후 다시 시도해 주세요.';
  const error: ChatError = { code: 'INTERNAL', message, retryable: true, traceId };
  return `data: ${JSON.stringify({ type: 'error', errorText: JSON.stringify(error) })}\n\n`;
}

/** Writes happen whole events at a time, so that a beat between two of them never cuts one. */
function beat(clock: Clock, ms: number, onBeat: () => void): Disposable {
  let timer: Timer;
  const next = (): void => {
    timer = clock.schedule(ms, () => {
      onBeat();
      next();
    });
  };
  next();
  return { [Symbol.dispose]: () => timer.cancel() };
}
