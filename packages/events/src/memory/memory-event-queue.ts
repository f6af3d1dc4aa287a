import type { Clock } from '@naru/kernel';
import type { EncodedEvent } from '../event/encoded-event.ts';
import { QueueUnavailableError } from '../errors.ts';
import {
  CLAIM_IDLE_MS,
  type Delivery,
  type EventQueue,
  type EventSubscription,
  type ReceiveOptions,
} from '../ports/event-queue.ts';

export interface MemoryEventQueueOptions {
  readonly clock: Clock;
  /** Events that are not acknowledged, whether given or not; beyond it the queue is full. */
  readonly maxEvents?: number;
  /** Characters of their texts. */
  readonly maxCharacters?: number;
}

interface Entry {
  readonly text: string;
  times: number;
  owner: Member | undefined;
  givenAtMs: number;
  isSettled: boolean;
}

interface Member {
  readonly name: string;
  /** Given and not settled, oldest first. */
  readonly held: Set<Entry>;
}

interface Waiter {
  wake(): void;
}

/** The queue inside the process, and the reference of the port: what is in it dies with the process. */
export class MemoryEventQueue implements EventQueue {
  readonly label = 'memory queue: log-events';
  readonly durable = false;
  readonly #clock: Clock;
  readonly #maxEvents: number;
  readonly #maxCharacters: number;
  readonly #members = new Set<Member>();
  readonly #waiters = new Set<Waiter>();
  #waiting: Entry[] = [];
  #next = 0;
  #events = 0;
  #characters = 0;
  #isClosed = false;

  constructor({ clock, maxEvents = 10_000, maxCharacters = 8_388_608 }: MemoryEventQueueOptions) {
    this.#clock = clock;
    this.#maxEvents = maxEvents;
    this.#maxCharacters = maxCharacters;
  }

  async publish(events: readonly EncodedEvent[], signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#isClosed) throw new QueueUnavailableError('The in-process queue is closed.');
    const characters = events.reduce((sum, { text }) => sum + text.length, 0);
    if (this.#events + events.length > this.#maxEvents || this.#characters + characters > this.#maxCharacters) {
      throw new QueueUnavailableError(`The in-process queue is full: ${this.#events} events wait to be stored.`);
    }
    for (const { text } of events) {
      this.#waiting.push({ text, times: 0, owner: undefined, givenAtMs: 0, isSettled: false });
    }
    this.#events += events.length;
    this.#characters += characters;
    this.#wakeAll();
  }

  async subscribe({ consumer }: { readonly consumer: string }): Promise<EventSubscription> {
    const member: Member = { name: consumer, held: new Set() };
    this.#members.add(member);
    return {
      receive: options => this.#receive(member, options),
      ack: async deliveries => this.#settle(deliveries),
      release: async deliveries => this.#giveBack(deliveries.map(({ token }) => token as Entry)),
      close: async () => this.#leave(member),
    };
  }

  async depth(): Promise<{ readonly waiting: number; readonly unacknowledged: number }> {
    const waiting = this.#waiting.length - this.#next;
    return { waiting, unacknowledged: this.#events - waiting };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wakeAll();
  }

  async #receive(member: Member, { max, waitMs, signal }: ReceiveOptions): Promise<readonly Delivery[]> {
    signal.throwIfAborted();
    const now = this.#take(member, max);
    if (now.length > 0 || waitMs <= 0 || this.#isClosed) return now;
    await this.#somethingOr(waitMs, signal);
    return this.#take(member, max);
  }

  #take(member: Member, max: number): readonly Delivery[] {
    const nowMs = this.#clock.monotonicMs();
    this.#claimAbandoned(nowMs);
    const taken = this.#waiting.slice(this.#next, this.#next + max);
    this.#next += taken.length;
    if (this.#next > 1_000 && this.#next * 2 > this.#waiting.length) {
      this.#waiting = this.#waiting.slice(this.#next);
      this.#next = 0;
    }
    for (const entry of taken) {
      entry.owner = member;
      entry.givenAtMs = nowMs;
      entry.times += 1;
      member.held.add(entry);
    }
    return taken.map(entry => ({ text: entry.text, times: entry.times, token: entry }));
  }

  /** What somebody has held for too long is given to whoever asks next. */
  #claimAbandoned(nowMs: number): void {
    for (const { held } of this.#members) {
      const abandoned: Entry[] = [];
      for (const entry of held) {
        // Entries stand in the order in which they were given: the first young one ends the search.
        if (nowMs - entry.givenAtMs < CLAIM_IDLE_MS) break;
        abandoned.push(entry);
      }
      if (abandoned.length > 0) this.#giveBack(abandoned);
    }
  }

  #settle(deliveries: readonly Delivery[]): void {
    for (const { token } of deliveries) {
      const entry = token as Entry;
      if (entry.isSettled) continue;
      entry.isSettled = true;
      entry.owner?.held.delete(entry);
      this.#events -= 1;
      this.#characters -= entry.text.length;
    }
    // An entry that was claimed from a slow consumer may be settled by it while it waits for another one.
    if (deliveries.some(({ token }) => (token as Entry).owner === undefined)) {
      this.#waiting = this.#waiting.slice(this.#next).filter(entry => !entry.isSettled);
      this.#next = 0;
    }
  }

  #giveBack(entries: readonly Entry[]): void {
    const back = entries.filter(entry => !entry.isSettled && entry.owner);
    for (const entry of back) {
      entry.owner?.held.delete(entry);
      entry.owner = undefined;
    }
    this.#waiting = [...back, ...this.#waiting.slice(this.#next)];
    this.#next = 0;
    if (back.length > 0) this.#wakeAll();
  }

  #leave(member: Member): void {
    this.#members.delete(member);
    this.#giveBack([...member.held]);
  }

  async #somethingOr(waitMs: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter: Waiter = { wake: resolve };
    this.#waiters.add(waiter);
    const timer = this.#clock.schedule(waitMs, resolve);
    signal.addEventListener('abort', resolve as () => void, { once: true });
    try {
      await promise;
    } finally {
      this.#waiters.delete(waiter);
      timer.cancel();
      signal.removeEventListener('abort', resolve as () => void);
    }
    signal.throwIfAborted();
  }

  #wakeAll(): void {
    for (const waiter of this.#waiters) waiter.wake();
  }
}
