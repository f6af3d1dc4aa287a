import { fullJitterMs, messageOf, type BackoffLimits, type Clock, type Logger, type Random } from '@naru/kernel';
import { SinkUnavailableError } from '../errors.ts';
import type { EncodedEvent } from '../event/encoded-event.ts';
import type { LinkBreaker } from '../pipeline/link-breaker.ts';
import type { EventSink, WriteOutcome } from '../ports/event-sink.ts';
import type { SpillFile } from '../ports/spill-file.ts';

export interface WriterSettings {
  readonly tries: number;
  readonly backoff: BackoffLimits;
  /** A write that takes longer has failed, whatever becomes of it. */
  readonly tryMs: number;
}

export const WRITER_DEFAULTS: WriterSettings = {
  tries: 3,
  backoff: { firstMs: 100, maxMs: 1_000 },
  tryMs: 5_000,
};

export interface WriterDeps {
  readonly sink: EventSink;
  readonly spill: SpillFile;
  readonly deadLetters: SpillFile;
  /** Whether the sink is worth asking. */
  readonly link: LinkBreaker;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly settings?: WriterSettings;
}

/** What became of a batch. Whoever had it may forget all of it. */
export interface Persisted {
  readonly stored: readonly EncodedEvent[];
  readonly duplicates: readonly EncodedEvent[];
  /** In the synced spill, which counts as stored. */
  readonly spilled: readonly EncodedEvent[];
  readonly dead: readonly EncodedEvent[];
}

/** What became of a batch that was offered to the store alone. */
export interface StoreAttempt extends Persisted {
  /** The store was away before it took these. */
  readonly left: readonly EncodedEvent[];
  /** Each of these made the store fail, and no other event of the batch went through. */
  readonly suspects: readonly EncodedEvent[];
}

interface Result {
  readonly stored: EncodedEvent[];
  readonly duplicates: EncodedEvent[];
  readonly dead: EncodedEvent[];
  readonly suspects: EncodedEvent[];
}

/**
 * Brings events to the store, at any price but waiting for ever: a few tries, then the spill. An event that spoils its
 * batch is found by halving and goes to the dead letters, and its neighbours are stored.
 */
export class EventWriter {
  readonly #deps: WriterDeps;
  readonly #settings: WriterSettings;

  constructor(deps: WriterDeps) {
    this.#deps = deps;
    this.#settings = deps.settings ?? WRITER_DEFAULTS;
  }

  /** @throws {SpillWriteError} when neither the store nor the spill takes them: they are still the caller's */
  async persist(events: readonly EncodedEvent[]): Promise<Persisted> {
    const { left, suspects, ...persisted } = await this.store(events);
    const back = [...left, ...suspects];
    if (back.length === 0) return persisted;
    await this.spill(back);
    return { ...persisted, spilled: back };
  }

  /** The same without the spill, for what comes out of it. */
  async store(events: readonly EncodedEvent[]): Promise<StoreAttempt> {
    const result: Result = { stored: [], duplicates: [], dead: [], suspects: [] };
    const left = await this.#write(events, result);
    const suspects = await this.#judge(result);
    return { stored: result.stored, duplicates: result.duplicates, spilled: [], dead: result.dead, left, suspects };
  }

  /** Sets events aside without asking the store. */
  async spill(events: readonly EncodedEvent[]): Promise<void> {
    await this.#deps.spill.append(events.map(({ text }) => text));
  }

  /** Sets texts aside for good. */
  async bury(texts: readonly string[], reason: string): Promise<void> {
    if (texts.length === 0) return;
    this.#deps.logger.warn({ events: texts.length, reason }, 'Events went to the dead letters.');
    await this.#deps.deadLetters.append(texts);
  }

  /** @returns the events that could not be written because the sink is away */
  async #write(events: readonly EncodedEvent[], result: Result): Promise<readonly EncodedEvent[]> {
    const { link, clock, random, logger, sink } = this.#deps;
    let lastFault: unknown;
    for (let attempt = 0; attempt < this.#settings.tries; attempt += 1) {
      if (attempt > 0) await clock.sleep(fullJitterMs(attempt - 1, this.#settings.backoff, random));
      if (!link.admits()) return events;
      try {
        await this.#sort(events, await this.#once(events), result);
        link.succeeded();
        return [];
      } catch (error) {
        if (!(error instanceof SinkUnavailableError) && events.length > 1) return this.#halve(events, result);
        lastFault = error;
        // A bad event is not the sink's fault; only the last of its tries says that it is one.
        if (error instanceof SinkUnavailableError) link.failed();
        logger.warn({ sink: sink.label, events: events.length, error: messageOf(error) }, 'Events were not written.');
      }
    }
    if (lastFault instanceof SinkUnavailableError) return events;
    result.suspects.push(...events);
    return [];
  }

  /**
   * Buries what could not be written even alone, if anything beside it could. Where every event failed for itself, the
   * sink is the likelier culprit.
   *
   * @returns those that are to come again
   */
  async #judge({ suspects, stored, duplicates, dead }: Result): Promise<readonly EncodedEvent[]> {
    if (suspects.length > 1 && stored.length + duplicates.length === 0) {
      this.#deps.link.failed();
      return suspects;
    }
    await this.bury(
      suspects.map(({ text }) => text),
      'unwritable',
    );
    dead.push(...suspects);
    return [];
  }

  async #halve(events: readonly EncodedEvent[], result: Result): Promise<readonly EncodedEvent[]> {
    const middle = Math.ceil(events.length / 2);
    const first = await this.#write(events.slice(0, middle), result);
    const second = await this.#write(events.slice(middle), result);
    return [...first, ...second];
  }

  async #sort(events: readonly EncodedEvent[], outcomes: readonly WriteOutcome[], result: Result): Promise<void> {
    const refused: EncodedEvent[] = [];
    const reasons = new Set<string>();
    for (const [index, event] of events.entries()) {
      const outcome = outcomes[index];
      if (outcome?.kind === 'stored') result.stored.push(event);
      else if (outcome?.kind === 'duplicate') result.duplicates.push(event);
      else {
        refused.push(event);
        reasons.add(outcome?.reason ?? 'no-outcome');
      }
    }
    await this.bury(
      refused.map(({ text }) => text),
      [...reasons].join(','),
    );
    result.dead.push(...refused);
  }

  async #once(events: readonly EncodedEvent[]): Promise<readonly WriteOutcome[]> {
    const { sink, clock } = this.#deps;
    const stop = new AbortController();
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = clock.schedule(this.#settings.tryMs, () => {
      const error = new SinkUnavailableError(`${sink.label} took longer than ${this.#settings.tryMs} ms.`);
      stop.abort(error);
      reject(error);
    });
    try {
      return await Promise.race([sink.write(events, stop.signal), tooLate]);
    } finally {
      timer.cancel();
    }
  }
}
