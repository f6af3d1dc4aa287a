import type { SampleRule } from '../event/wide-event.ts';
import type { EventEmitter } from '../event/event-emitter.ts';

/** Takes events out of the request's way and brings them to the store, whatever of queue, store and disk is up. */
export interface EventPipeline extends EventEmitter {
  /**
   * Begins to work, also with every dependency away, and takes up meanwhile what an earlier run left in journal and
   * spill. Events emitted before it wait.
   */
  start(): void;

  /** Ends within about ten seconds: what cannot be stored by then is spilled. Later events are counted and dropped. */
  stop(): Promise<void>;

  /** Figures for metrics, from memory; cheap enough for every scrape. */
  standing(): PipelineStanding;
}

/** How events leave: through the queue; past it, straight to the store; or, with both away, to the spill. */
export type PipelineMode = 'queue' | 'direct' | 'file';

export type DropReason = 'ring-full' | 'vital-lost' | 'unencodable' | 'stopped';

/** Counters count since the start of the process. */
export interface PipelineStanding {
  readonly mode: PipelineMode;
  /** Events in memory that have not left yet, and their characters. */
  readonly waiting: { readonly events: number; readonly characters: number };
  readonly accepted: number;
  /** Events that were emitted, by whether and why they were kept. */
  readonly sampled: Readonly<Record<SampleRule | 'left-out', number>>;
  readonly dropped: Readonly<Record<DropReason, number>>;
  readonly published: number;
  readonly publishFailures: number;
  /** Events written past the queue, and to the spill. */
  readonly directWrites: number;
  readonly spilled: number;
  readonly spillBytes: number;
  readonly journal: JournalStanding | undefined;
  readonly consumer: ConsumerStanding;
}

export interface JournalStanding {
  readonly bytes: number;
  readonly segments: number;
  /** The last vital sequence written, and the one up to which the store has everything. */
  readonly last: number;
  readonly watermark: number;
  /** Vital events that could not be journalled. */
  readonly failures: number;
  readonly reoffered: number;
}

export interface ConsumerStanding {
  readonly batches: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly spilled: number;
  readonly deadLetters: number;
  /** Events of the last batch and what it took. */
  readonly lastBatchEvents: number;
  readonly lastBatchMs: number;
  /** Age of the newest event of the last batch when it was stored: how far the consumer is behind. */
  readonly lagMs: number;
}
