import type { QualityKind } from '../quality/quality-signal.ts';

/**
 * Keeps over restarts what steering has learnt: how good answers were, and which canaries have ended by themselves.
 * Every method is atomic, also between processes.
 */
export interface SteeringStore {
  /** Adds to what is kept of the same provider, intent, kind and day. Sent twice, it counts twice. */
  addQuality(heard: readonly QualityOfDay[]): Promise<void>;
  /** What is kept of that day and later ones, in no order. */
  quality(sinceDay: number): Promise<readonly QualityOfDay[]>;
  /** Keeps the first end of each canary; later ones change nothing. */
  addCanaryEnd(end: CanaryEnd): Promise<void>;
  /** In no order. */
  canaryEnds(sinceMs: number): Promise<readonly CanaryEnd[]>;
  /** Forgets what is older than both. */
  forgetBefore(day: number, endedMs: number): Promise<void>;
}

/** What was heard in one day of one provider's answers to one intent, seen from one side. */
export interface QualityOfDay {
  /** Alias. */
  readonly provider: string;
  /** Upper case. */
  readonly intent: string;
  readonly kind: QualityKind;
  /** Days since the epoch. */
  readonly day: number;
  /** Of values from 0 to 1. */
  readonly sum: number;
  readonly count: number;
  /** When the newest came. */
  readonly lastAtMs: number;
}

export interface CanaryEnd {
  /** Tells one canary from the next. */
  readonly key: string;
  readonly because: 'errors' | 'latency';
  readonly atMs: number;
}
