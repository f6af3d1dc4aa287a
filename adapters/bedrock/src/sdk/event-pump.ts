/** What came since the last look, and whether there will be more. */
export interface Batch<Event> {
  readonly events: readonly Event[];
  readonly ending: Ending | undefined;
}

/** `stopped`: whoever reads did not want to wait longer. */
export type Ending =
  { readonly kind: 'ended' } | { readonly kind: 'stopped' } | { readonly kind: 'failed'; readonly error: unknown };

/** More are not decoded ahead of a slow reader. */
const MAX_HELD_EVENTS = 1_024;

/**
 * Gathers events that the SDK gives one by one into batches, one for what came with one read of the socket: the SDK
 * decodes within the turn of the event loop in which the bytes came, so a batch is what is there at the turn's end.
 */
export class EventPump<Event> {
  readonly #source: AsyncIterator<Event>;
  #held: Event[] = [];
  #ending: Ending | undefined;
  #arrived = Promise.withResolvers<void>();
  #taken = Promise.withResolvers<void>();

  constructor(source: AsyncIterable<Event>) {
    this.#source = source[Symbol.asyncIterator]();
    void this.#run();
  }

  /** Waits for something to come. Never rejects. */
  async next(): Promise<Batch<Event>> {
    await this.#arrived.promise;
    await new Promise(resolve => setImmediate(resolve));
    const events = this.#held;
    this.#held = [];
    if (!this.#ending) this.#arrived = Promise.withResolvers();
    this.#taken.resolve();
    return { events, ending: this.#ending };
  }

  /** Lets the waiting `next` give what there is; whatever comes later is not heard of. */
  stop(): void {
    this.#end({ kind: 'stopped' });
  }

  async #run(): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await this.#source.next();
        if (done) break;
        this.#held.push(value);
        this.#arrived.resolve();
        if (this.#held.length < MAX_HELD_EVENTS) continue;
        this.#taken = Promise.withResolvers();
        await this.#taken.promise;
      }
      this.#end({ kind: 'ended' });
    } catch (error) {
      this.#end({ kind: 'failed', error });
    }
  }

  #end(ending: Ending): void {
    this.#ending ??= ending;
    this.#arrived.resolve();
  }
}
