import type { TurnStream } from '@naru/chat';
import { carryAnswer, type Carrier } from '../carrier/carrier.ts';

interface Followed {
  readonly channel: string;
  readonly leaving: AbortController;
}

/** More answers than can begin between the news of one and its turn. */
const REMEMBERED = 16;

/** The answers that one connection reads at present. Each stream is read once at a time. */
export class FollowedStreams {
  readonly #streams = new Map<string, Followed>();
  readonly #onEnded: () => void;
  /** The streams begun last, also those that have ended. */
  readonly #begun: string[] = [];

  /** @param onEnded called after each that has ended or was left */
  constructor(onEnded: () => void) {
    this.#onEnded = onEnded;
  }

  get size(): number {
    return this.#streams.size;
  }

  has(streamId: string): boolean {
    return this.#streams.has(streamId);
  }

  /** Whether it is, or was lately, read on this connection. */
  hasRead(streamId: string): boolean {
    return this.#streams.has(streamId) || this.#begun.includes(streamId);
  }

  /** Reads from after `afterSeq`. One that is being read already is read from there instead. */
  follow(
    stream: TurnStream,
    afterSeq: number,
    channel: string,
    carrierOf: (signal: AbortSignal) => Carrier & Disposable,
  ): void {
    this.#streams.get(stream.streamId)?.leaving.abort();
    const followed = { channel, leaving: new AbortController() };
    this.#streams.set(stream.streamId, followed);
    this.#begun.push(stream.streamId);
    if (this.#begun.length > REMEMBERED) this.#begun.shift();
    void this.#read(stream, afterSeq, followed, carrierOf);
  }

  leaveChannel(channel: string): void {
    for (const followed of this.#streams.values()) if (followed.channel === channel) followed.leaving.abort();
  }

  leaveAll(): void {
    for (const { leaving } of this.#streams.values()) leaving.abort();
  }

  async #read(
    stream: TurnStream,
    afterSeq: number,
    followed: Followed,
    carrierOf: (signal: AbortSignal) => Carrier & Disposable,
  ): Promise<void> {
    using carrier = carrierOf(followed.leaving.signal);
    await carryAnswer(stream, afterSeq, carrier);
    if (this.#streams.get(stream.streamId) === followed) this.#streams.delete(stream.streamId);
    this.#onEnded();
  }
}
