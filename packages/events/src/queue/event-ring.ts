import type { EncodedEvent } from '../event/encoded-event.ts';
import { Fifo } from './fifo.ts';

export interface RingLimits {
  readonly events: number;
  /** Of the events' texts. */
  readonly characters: number;
}

export const RING_LIMITS: RingLimits = { events: 10_000, characters: 8_388_608 };

export interface RingEntry {
  readonly event: EncodedEvent;
  /** The journal has it, so that what is dropped here comes again. */
  readonly isJournalled: boolean;
}

/**
 * Events between whoever emits and whatever carries them on. Never larger than its limits: when full, the oldest
 * ordinary event goes, since in an incident the newest are worth more; a vital one only when there is no other.
 */
export class EventRing {
  readonly #limits: RingLimits;
  readonly #vital = new Fifo<RingEntry>();
  readonly #ordinary = new Fifo<RingEntry>();
  #characters = 0;

  constructor(limits: RingLimits = RING_LIMITS) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#vital.size + this.#ordinary.size;
  }

  get characters(): number {
    return this.#characters;
  }

  /** Adds an event, and gives back those that had to go for it; it may be among them. */
  push(entry: RingEntry): readonly RingEntry[] {
    (isVital(entry) ? this.#vital : this.#ordinary).push(entry);
    this.#characters += entry.event.text.length;
    if (this.size <= this.#limits.events && this.#characters <= this.#limits.characters) return NONE;
    return this.#makeRoom();
  }

  /** Removes and returns up to `count` events, the vital first, else oldest first. */
  take(count: number): RingEntry[] {
    const taken = this.#vital.take(count);
    taken.push(...this.#ordinary.take(count - taken.length));
    for (const { event } of taken) this.#characters -= event.text.length;
    return taken;
  }

  /** Puts events back that were taken and could not be carried on; what they would push out, they push out. */
  putBack(entries: readonly RingEntry[]): readonly RingEntry[] {
    this.#vital.putBack(entries.filter(isVital));
    this.#ordinary.putBack(entries.filter(entry => !isVital(entry)));
    for (const { event } of entries) this.#characters += event.text.length;
    return this.#makeRoom();
  }

  #makeRoom(): readonly RingEntry[] {
    const dropped: RingEntry[] = [];
    while (this.size > this.#limits.events || this.#characters > this.#limits.characters) {
      const [oldest] = this.#ordinary.size > 0 ? this.#ordinary.take(1) : this.#vital.take(1);
      if (!oldest) break;
      this.#characters -= oldest.event.text.length;
      dropped.push(oldest);
    }
    return dropped;
  }
}

const NONE: readonly RingEntry[] = [];

function isVital({ event }: RingEntry): boolean {
  return event.vitalSequence !== undefined;
}
