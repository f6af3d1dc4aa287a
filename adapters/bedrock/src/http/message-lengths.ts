import { ProviderFailure } from '../provider-failure.ts';

/** Prelude and checksum of a message without anything in it. */
const MIN_MESSAGE_BYTES = 16;
const LENGTH_BYTES = 4;

/**
 * Follows the lengths of event-stream messages through chunks cut anywhere. The SDK trusts them: it would take four
 * gigabytes of memory for a message that claims as much, and never return from one that claims nothing.
 */
export class MessageLengths {
  readonly #maxMessageBytes: number;
  #claimed = 0;
  #lengthBytesSeen = 0;
  #bytesLeft = 0;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
  }

  /** Whether the bytes so far end between two messages. */
  get isBetweenMessages(): boolean {
    return this.#bytesLeft === 0 && this.#lengthBytesSeen === 0;
  }

  /** @throws {ProviderFailure} `stream_broken` at a length that no message has, `server` at one over the limit */
  push(chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#bytesLeft > 0) {
        const taken = Math.min(this.#bytesLeft, chunk.length - at);
        this.#bytesLeft -= taken;
        at += taken;
        continue;
      }
      this.#claimed = this.#claimed * 256 + (chunk[at] ?? 0);
      this.#lengthBytesSeen += 1;
      at += 1;
      if (this.#lengthBytesSeen === LENGTH_BYTES) this.#begin();
    }
  }

  #begin(): void {
    if (this.#claimed < MIN_MESSAGE_BYTES) {
      throw new ProviderFailure({ kind: 'stream_broken', detail: 'a message that claims an impossible length' });
    }
    if (this.#claimed > this.#maxMessageBytes) {
      throw new ProviderFailure({ kind: 'server', detail: `a message over ${this.#maxMessageBytes} bytes` });
    }
    this.#bytesLeft = this.#claimed - LENGTH_BYTES;
    this.#lengthBytesSeen = 0;
    this.#claimed = 0;
  }
}
