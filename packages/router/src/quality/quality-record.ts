import type { QualitySignals } from '../decision/decision.ts';
import type { QualitySettings, QualityShares } from '../steering-settings.ts';
import type { QualityOfDay } from '../ports/steering-store.ts';
import type { QualityKind } from './quality-signal.ts';

/** What is remembered of one provider's answers to one intent. */
export interface QualityRecord {
  /** Newest first; none older than the decay. */
  readonly days: readonly DayOfQuality[];
  readonly lastAtMs: number;
}

export interface DayOfQuality {
  /** Days since the epoch. */
  readonly day: number;
  readonly sums: QualityShares;
  readonly counts: QualityShares;
}

export const DAY_MS = 86_400_000;
const NOTHING: QualityShares = { groundedness: 0, actionability: 0, resolution: 0 };
const KINDS: readonly QualityKind[] = ['groundedness', 'actionability', 'resolution'];

/** The record with what was kept of one kind and day; days may come in any order. Pure. */
export function restoreQuality(
  record: QualityRecord | undefined,
  { kind, day, sum, count, lastAtMs }: Pick<QualityOfDay, 'kind' | 'day' | 'sum' | 'count' | 'lastAtMs'>,
): QualityRecord {
  const days = record?.days ?? [];
  const known = days.find(other => other.day === day) ?? { day, sums: NOTHING, counts: NOTHING };
  const grown: DayOfQuality = {
    day,
    sums: { ...known.sums, [kind]: known.sums[kind] + sum },
    counts: { ...known.counts, [kind]: known.counts[kind] + count },
  };
  return {
    days: [grown, ...days.filter(other => other.day !== day)].toSorted((one, other) => other.day - one.day),
    lastAtMs: Math.max(lastAtMs, record?.lastAtMs ?? lastAtMs),
  };
}

/** The record after a signal. Pure; a value beyond 0 and 1 counts as the nearer of them. */
export function recordQuality(
  record: QualityRecord | undefined,
  kind: QualityKind,
  value: number,
  nowMs: number,
  { decayDays }: Pick<Required<QualitySettings>, 'decayDays'>,
): QualityRecord {
  const known = record?.days ?? [];
  // The wall clock may jump back; what is said then belongs to the newest day there is.
  const day = Math.max(Math.floor(nowMs / DAY_MS), known[0]?.day ?? -Infinity);
  const today = known[0]?.day === day ? known[0] : { day, sums: NOTHING, counts: NOTHING };
  const earlier = known.filter(other => other.day < day && day - other.day < decayDays);
  const worth = Math.min(1, Math.max(0, value));
  const grown: DayOfQuality = {
    day,
    sums: { ...today.sums, [kind]: today.sums[kind] + worth },
    counts: { ...today.counts, [kind]: today.counts[kind] + 1 },
  };
  return { days: [grown, ...earlier], lastAtMs: Math.max(nowMs, record?.lastAtMs ?? nowMs) };
}

/**
 * What the record says now: the mean of each kind, a day old by a factor of e^(−1/decayDays) less than today's,
 * weighed by the settings. A kind of which nothing was heard has no say.
 */
export function weighQuality(
  { days, lastAtMs }: QualityRecord,
  nowMs: number,
  { decayDays, minSamples, weights }: Omit<Required<QualitySettings>, 'cutline'>,
): QualitySignals {
  const today = Math.floor(nowMs / DAY_MS);
  const fresh = days.filter(({ day }) => today - day < decayDays);
  let weighed = 0;
  let shares = 0;
  let samples = 0;
  for (const kind of KINDS) {
    let sum = 0;
    let mass = 0;
    let count = 0;
    for (const { day, sums, counts } of fresh) {
      const say = Math.exp(-Math.max(0, today - day) / decayDays);
      sum += sums[kind] * say;
      mass += counts[kind] * say;
      count += counts[kind];
    }
    samples = Math.max(samples, count);
    if (mass === 0) continue;
    weighed += weights[kind] * (sum / mass);
    shares += weights[kind];
  }
  const isKnown = samples >= minSamples && shares > 0;
  return { weight: isKnown ? weighed / shares : 1, samples, ageMs: Math.max(0, nowMs - lastAtMs) };
}
