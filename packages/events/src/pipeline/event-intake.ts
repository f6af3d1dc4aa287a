import type { Clock, Logger } from '@naru/kernel';
import { encodeEvent } from '../event/encode-event.ts';
import type { EncodedEvent } from '../event/encoded-event.ts';
import type { EventEmitter } from '../event/event-emitter.ts';
import { isVital, type EventDraft, type Sample, type SampleRule } from '../event/wide-event.ts';
import type { Journal } from '../journal/journal.ts';
import type { EventRing, RingEntry } from '../queue/event-ring.ts';
import type { Sampler } from '../sampling/sampler.ts';
import type { DropReason } from './event-pipeline.ts';
import { unencodableEvent } from './own-events.ts';

export interface IntakeDeps {
  readonly sampler: Sampler;
  readonly ring: EventRing;
  readonly journal: Journal | undefined;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly producer: string;
  readonly instance: string;
  readonly version: string;
}

/** A line of log for so many lost vital events: the log must not become the next thing to break. */
const LINE_PER_LOST = 1_000;

const OWN: Sample = { kept: true, rule: 'critical', rate: 1 };

/** The synchronous half of the pipeline: samples, serialises, journals what is vital, and puts into the ring. */
export class EventIntake implements EventEmitter {
  readonly #deps: IntakeDeps;
  readonly #sampled: Record<SampleRule | 'left-out', number> = {
    error: 0,
    critical: 0,
    'failed-over': 0,
    shaped: 0,
    slow: 0,
    share: 0,
    'left-out': 0,
  };
  readonly #dropped: Record<DropReason, number> = { 'ring-full': 0, 'vital-lost': 0, unencodable: 0, stopped: 0 };
  #accepted = 0;
  #sequence = 0;
  #vitalSequence = 0;
  #isStopped = false;
  #onWork: () => void = () => {};

  constructor(deps: IntakeDeps) {
    this.#deps = deps;
  }

  get counts() {
    return { accepted: this.#accepted, sampled: { ...this.#sampled }, dropped: { ...this.#dropped } };
  }

  /** Who is to be told when there is something in the ring. */
  set onWork(listener: () => void) {
    this.#onWork = listener;
  }

  stop(): void {
    this.#isStopped = true;
  }

  emit(draft: EventDraft): void {
    try {
      if (this.#isStopped) {
        this.#dropped.stopped += 1;
        return;
      }
      const sample = this.#deps.sampler(draft);
      this.#sampled[sample.kept ? sample.rule : 'left-out'] += 1;
      if (sample.kept) this.#accept(draft, sample);
    } catch {
      this.#substitute();
    }
  }

  /** An event of the pipeline's own: always kept. */
  emitOwn(draft: EventDraft): void {
    if (!this.#isStopped) this.#accept(draft, OWN);
  }

  /** What the journal has and the store still lacks is put on its way again. */
  offerAgain(event: EncodedEvent): void {
    this.#push({ event, isJournalled: true });
  }

  /** Counts entries that had to go. */
  drop(entries: readonly RingEntry[]): void {
    for (const { event, isJournalled } of entries) {
      const isLost = event.vitalSequence !== undefined && !isJournalled;
      this.#dropped[isLost ? 'vital-lost' : 'ring-full'] += 1;
      if (!isLost || this.#dropped['vital-lost'] % LINE_PER_LOST !== 1) continue;
      this.#deps.logger.error(
        { lost: this.#dropped['vital-lost'] },
        'Events that must not be lost were lost: neither journal, queue, store nor spill took them.',
      );
    }
  }

  #accept(draft: EventDraft, sample: Sample): void {
    const { clock, producer, instance, version, journal } = this.#deps;
    const vitalSequence = isVital(sample) ? this.#vitalSequence + 1 : undefined;
    const sequence = this.#sequence + 1;
    const atMs = Math.floor(clock.now());
    const event = encodeEvent(draft, { producer, sequence, vitalSequence, atMs, instance, version, sample });
    // Only now: a draft that cannot be read must leave no gap.
    this.#sequence = sequence;
    if (vitalSequence !== undefined) this.#vitalSequence = vitalSequence;
    this.#accepted += 1;
    const isJournalled = vitalSequence !== undefined && (journal?.append(vitalSequence, event.text) ?? false);
    this.#push({ event, isJournalled });
  }

  #push(entry: RingEntry): void {
    const dropped = this.#deps.ring.push(entry);
    if (dropped.length > 0) this.drop(dropped);
    this.#onWork();
  }

  #substitute(): void {
    this.#dropped.unencodable += 1;
    try {
      this.emitOwn(unencodableEvent(this.#deps.clock.now()));
    } catch {
      // Counted already; whoever emits must not suffer for it.
    }
  }
}
