import type { TurnStream } from '@naru/chat';
import type { Clock } from '@naru/kernel';
import type { FastifyReply } from 'fastify';
import { carryAnswer } from '../../carrier/carrier.ts';
import type { RunningAnswers } from '../running-answers.ts';
import { sseCarrier } from './sse-carrier.ts';

export interface TurnStreamDeps {
  readonly readers: RunningAnswers;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

export const HEARTBEAT_MS = 15_000;

/** Answers with a turn's stream, from after `afterSeq` to its end. A reader that leaves stops nothing but the reading. */
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
  const { streamId } = stream;
  const { traceId } = reply.request;
  using carrier = sseCarrier({ response, streamId, traceId, signal: reader.signal, clock, heartbeatMs });
  await carryAnswer(stream, afterSeq, carrier);
}
