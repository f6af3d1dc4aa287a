import type { WideEvent } from '../event/wide-event.ts';
import type { Threshold } from './incident-rule.ts';
import { isProviderFault } from './provider-faults.ts';
import { ProviderStanding } from './provider-standing.ts';
import { SlidingWindow } from './sliding-window.ts';

/** What a threshold says of a group's windows. */
export interface Reading {
  readonly isOver: boolean;
  /** 0 to 1. */
  readonly share: number;
}

const QUIET: Reading = { isOver: false, share: 0 };

/** The windows that one rule keeps for one group of events. */
export class GroupWindow {
  readonly #threshold: Threshold;
  readonly #short: SlidingWindow;
  readonly #long: SlidingWindow | undefined;
  /** Attempts at the provider, beside the requests that wanted it. */
  readonly #attempts: SlidingWindow | undefined;
  /** Of a provider, where the threshold is about one. */
  readonly standing: ProviderStanding | undefined;

  constructor(threshold: Threshold) {
    this.#threshold = threshold;
    this.#short = new SlidingWindow(shortMsOf(threshold));
    const longMs = longMsOf(threshold);
    this.#long = longMs === undefined ? undefined : new SlidingWindow(longMs);
    if (threshold.kind !== 'provider-down') return;
    this.#attempts = new SlidingWindow(threshold.windowMs);
    this.standing = new ProviderStanding(threshold);
  }

  /** @param ageMs how long ago the event was */
  add(event: WideEvent, isMatch: boolean, nowMs: number, ageMs = 0): void {
    const weight = 1 / event.sample.rate;
    const threshold = this.#threshold;
    this.standing?.add(event, { nowMs, ageMs });
    if (event.kind === 'model-attempt') this.#attempts?.add(nowMs, weight, isProviderFault(event.error), 0);
    if (this.standing && event.kind !== 'decision') return;
    const value = threshold.kind !== 'rise' ? 0 : threshold.of === 'cost' ? (event.costMicros ?? 0) : event.durationMs;
    this.#short.add(nowMs, weight, isMatch, value);
    this.#long?.add(nowMs, weight, isMatch, value);
  }

  read(nowMs: number): Reading {
    const threshold = this.#threshold;
    const short = this.#short.counts(nowMs);
    const share = short.all > 0 ? short.matched / short.all : 0;
    switch (threshold.kind) {
      case 'count':
        return { isOver: short.matched >= threshold.atLeast, share };
      case 'ratio':
        return { isOver: short.all >= threshold.minimum && share >= threshold.atLeast, share };
      case 'burn-rate': {
        const long = this.#long!.counts(nowMs);
        const limit = threshold.times * (1 - threshold.objective);
        const longShare = long.all > 0 ? long.matched / long.all : 0;
        return { isOver: short.all >= threshold.minimum && share >= limit && longShare >= limit, share };
      }
      case 'rise': {
        const long = this.#long!.counts(nowMs);
        // The long window holds the short one too; what came before is the rest.
        const before = { all: long.all - short.all, sum: long.sum - short.sum };
        if (short.all < threshold.minimum || before.all < threshold.minimum) return QUIET;
        const perMinute = (sum: number, ms: number): number => (sum * 60_000) / ms;
        const [now, then] =
          threshold.of === 'duration'
            ? [short.sum / short.all, before.sum / before.all]
            : [perMinute(short.sum, threshold.windowMs), perMinute(before.sum, threshold.beforeMs)];
        return { isOver: now >= threshold.atLeast && now >= threshold.times * then, share: 1 };
      }
      case 'provider-down': {
        const { all, matched } = this.#attempts!.counts(nowMs);
        const mostFail = all >= threshold.minimum && matched / all >= threshold.atLeast;
        return { isOver: mostFail || this.standing!.isDown(nowMs), share };
      }
      case 'absence':
        return QUIET;
    }
  }
}

function shortMsOf(threshold: Threshold): number {
  switch (threshold.kind) {
    case 'burn-rate':
      return threshold.shortMs;
    case 'absence':
      return threshold.afterMs;
    default:
      return threshold.windowMs;
  }
}

function longMsOf(threshold: Threshold): number | undefined {
  if (threshold.kind === 'burn-rate') return threshold.longMs;
  return threshold.kind === 'rise' ? threshold.windowMs + threshold.beforeMs : undefined;
}
