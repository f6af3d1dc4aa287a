/** What an outbox needs of a WebSocket. */
export interface Wire {
  send(text: string): void;
  /** Bytes handed over that have not left this process. */
  readonly bufferedAmount: number;
}

export type OutboxState = 'flowing' | 'full' | 'overflowing';

/** Above this, whoever has more to say waits, and what it has gathers and merges. */
const FULL_BYTES = 256 * 1_024;
/** Above this, nothing more is taken: the reader does not read. */
const OVERFLOW_BYTES = 1_024 * 1_024;
const STALLED_MS = 10_000;

/**
 * What waits to leave on one connection. A slow reader never holds up whoever writes: streams wait by themselves
 * while it is full, single frames are bounded by `overflowing`.
 */
export class Outbox {
  readonly #wire: Wire;
  readonly #waiting = new Set<() => void>();
  #handedBytes = 0;
  #leftBytes = 0;
  #leftAtMs: number;

  constructor(wire: Wire, nowMs: number) {
    this.#wire = wire;
    this.#leftAtMs = nowMs;
  }

  get state(): OutboxState {
    const { bufferedAmount } = this.#wire;
    if (bufferedAmount > OVERFLOW_BYTES) return 'overflowing';
    return bufferedAmount > FULL_BYTES ? 'full' : 'flowing';
  }

  send(text: string): void {
    const before = this.#wire.bufferedAmount;
    this.#wire.send(text);
    this.#handedBytes += Math.max(0, this.#wire.bufferedAmount - before);
  }

  /** Resolves when more may be written, or when it never will be. `undefined`: at once. */
  room(): Promise<void> | undefined {
    if (this.state === 'flowing') return undefined;
    return new Promise(resolve => this.#waiting.add(resolve));
  }

  /** To be called when the wire has taken what it was given, and when it is gone. */
  drained(): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
  }

  /** Whether something has been waiting for so long, and nothing of it has left. To be asked about once a second. */
  isStalled(nowMs: number): boolean {
    const { bufferedAmount } = this.#wire;
    const leftBytes = this.#handedBytes - bufferedAmount;
    if (bufferedAmount === 0 || leftBytes !== this.#leftBytes) {
      this.#leftBytes = leftBytes;
      this.#leftAtMs = nowMs;
      return false;
    }
    return nowMs - this.#leftAtMs >= STALLED_MS;
  }
}
