import type { SocketFrame } from '@naru/api-contract';
import type { LoggedChunk } from '@naru/chat';
import type { KoreanTime } from './korean-time.ts';

/** A frame as its sender thinks of it; version and time are the same for all. */
export type FrameToSend = SocketFrame extends infer Frame
  ? Frame extends unknown
    ? Omit<Frame, 'v' | 'ts'>
    : never
  : never;

/** The text of a frame. */
export function frameText(frame: FrameToSend, time: KoreanTime): string {
  return JSON.stringify({ v: 1, ts: time.now(), ...frame });
}

/** Writes the chunks of one stream: what is the same in every frame of it is written once. */
export class ChunkFrames {
  readonly #head: string;
  readonly #time: KoreanTime;

  constructor(channel: string, streamId: string, time: KoreanTime) {
    const shared = JSON.stringify({ v: 1, t: 'chunk', ch: channel, sid: streamId });
    this.#head = shared.slice(0, -1);
    this.#time = time;
  }

  text({ seq, from, chunk }: LoggedChunk): string {
    const merged = from === undefined ? '' : `,"from":${from}`;
    return `${this.#head},"seq":${seq}${merged},"ts":"${this.#time.now()}","p":{"c":${JSON.stringify(chunk)}}}`;
  }
}
