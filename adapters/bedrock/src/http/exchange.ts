import type { Clock, Timer } from '@naru/kernel';

/** What an exchange holds while it runs. */
export interface Wire {
  /** Closes the socket at once, unless the answer is over and the socket serves somebody else. */
  destroy(): void;
  /** Resolves once nothing of the answer is outstanding. */
  readonly over: Promise<void>;
}

/** A complete answer's rest is waited for no longer than this, so that its socket can serve again. */
const DRAIN_MS = 1_000;

/** One request and its answer, from the caller's view: what both sides of the SDK must know of it. */
export class Exchange {
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  readonly #leave = (): void => this.close();
  readonly #gone = Promise.withResolvers<never>();
  readonly #head = Promise.withResolvers<void>();
  #wire: Wire | undefined;
  #whenLeft: (() => void) | undefined;
  #isClosed = false;
  /** Whether the request may have reached the provider. */
  dispatched = false;
  /** Whether headers of a good answer came. */
  hasHead = false;

  constructor(signal: AbortSignal, clock: Clock) {
    this.#signal = signal;
    this.#clock = clock;
    this.#gone.promise.catch(() => {});
    signal.addEventListener('abort', this.#leave, { once: true });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the headers of a good answer are there. */
  get head(): Promise<void> {
    return this.#head.promise;
  }

  markHead(): void {
    this.hasHead = true;
    this.#head.resolve();
  }

  /** Takes over the connection; an exchange that is closed already closes it. */
  attach(wire: Wire): void {
    this.#wire = wire;
    if (this.#isClosed) wire.destroy();
  }

  /** The outcome of `work`, or a rejection as soon as the caller leaves: the SDK waits where no signal is looked at. */
  until<Value>(work: Promise<Value>): Promise<Value> {
    work.catch(() => {});
    return Promise.race([work, this.#gone.promise]);
  }

  /** Calls back as soon as the caller leaves; for a wait that comes again and again, where `until` would pile up. */
  onLeave(callback: () => void): void {
    this.#whenLeft = callback;
    if (this.#isClosed) callback();
  }

  /** Closes the socket. Closing twice, or after `drain`, does nothing. */
  close(): void {
    this.#signal.removeEventListener('abort', this.#leave);
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#wire?.destroy();
    this.#gone.reject(new Error('the caller left'));
    this.#whenLeft?.();
  }

  /** The answer is complete: lets what is left of it run out, for a while, and then closes. */
  drain(): void {
    this.#signal.removeEventListener('abort', this.#leave);
    const wire = this.#wire;
    if (this.#isClosed || !wire) return;
    this.#isClosed = true;
    const deadline: Timer = this.#clock.schedule(DRAIN_MS, () => wire.destroy());
    void wire.over.then(() => deadline.cancel());
  }
}
