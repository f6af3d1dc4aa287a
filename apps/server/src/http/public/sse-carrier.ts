import type { ServerResponse } from 'node:http';
import type { ChatError, LoggedChunk } from '@naru/chat';
import type { Clock, Timer } from '@naru/kernel';
import { LOST, type Carrier } from '../../carrier/carrier.ts';
import { writeOrWait } from '../write-or-wait.ts';

export interface SseCarrierDeps {
  readonly response: ServerResponse;
  readonly streamId: string;
  readonly traceId: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly heartbeatMs: number;
}

const HEARTBEAT = ': hb\n\n';
const DONE = 'data: [DONE]\n\n';

/**
 * Carries an answer as the AI SDK's UI message stream: one write a batch, the event id `<streamId>.<seq>` on each,
 * exactly one terminal chunk, then `[DONE]`. Its heart beats until it is disposed of.
 */
export function sseCarrier(deps: SseCarrierDeps): Carrier & Disposable {
  const { response, streamId, traceId, signal, clock, heartbeatMs } = deps;
  const heart = beat(clock, heartbeatMs, () => {
    if (!response.writableNeedDrain) response.write(HEARTBEAT);
  });
  return {
    signal,
    carry: batch => writeOrWait(response, eventsOf(streamId, batch), signal),
    end(how) {
      if (response.destroyed) return;
      response.end(how === 'whole' ? DONE : `${lostEvent(traceId)}${DONE}`);
    },
    [Symbol.dispose]: () => heart[Symbol.dispose](),
  };
}

function eventsOf(streamId: string, batch: readonly LoggedChunk[]): string {
  let events = '';
  for (const { seq, chunk } of batch) events += `id: ${streamId}.${seq}\ndata: ${JSON.stringify(chunk)}\n\n`;
  return events;
}

/** A stream that ends without a terminal chunk would pass for a complete answer. */
function lostEvent(traceId: string): string {
  const error: ChatError = { code: 'INTERNAL', message: LOST, retryable: true, traceId };
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
