import type { LoggedChunk } from '@naru/chat';
import { LOST, type Carrier } from '../carrier/carrier.ts';
import type { PacedStream } from './frame-pace.ts';
import { ChunkFrames, type FrameToSend } from './frame-writer.ts';
import type { KoreanTime } from './korean-time.ts';
import type { Outbox } from './outbox.ts';

export interface SocketCarrierDeps {
  readonly outbox: Outbox;
  readonly time: KoreanTime;
  readonly pace: PacedStream;
  readonly signal: AbortSignal;
  readonly channel: string;
  readonly streamId: string;
  readonly traceId: string;
  readonly send: (frame: FrameToSend) => void;
  readonly onFrame: (type: 'chunk') => void;
}

/** Carries an answer as `chunk` frames, one a chunk. Waits for a slow reader, and for its turn where many stream. */
export function socketCarrier(deps: SocketCarrierDeps): Carrier {
  const { outbox, time, pace, signal, channel, streamId, traceId, send, onFrame } = deps;
  const frames = new ChunkFrames(channel, streamId, time);

  async function carry(batch: readonly LoggedChunk[]): Promise<void> {
    let hasText = false;
    for (const logged of batch) {
      const room = outbox.room();
      if (room) await room;
      if (signal.aborted) return;
      outbox.send(frames.text(logged));
      onFrame('chunk');
      hasText ||= logged.chunk.type === 'text-delta';
    }
    // The first word goes at once: only behind words is there anything to be merged.
    if (hasText) await pace.next();
  }

  return {
    signal,
    carry,
    end(how) {
      if (how === 'whole' || signal.aborted) return;
      const p = { code: 'INTERNAL', message: LOST, retryable: true, traceId };
      send({ t: 'error', ch: channel, sid: streamId, p });
    },
  };
}
