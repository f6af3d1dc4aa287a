import type { Random } from '@naru/kernel';

/** How long something takes, in milliseconds. */
export type Distribution =
  | { readonly kind: 'constant'; readonly ms: number }
  | { readonly kind: 'uniform'; readonly fromMs: number; readonly toMs: number }
  /** By its median and its 95th percentile, which is what people know of a provider. */
  | { readonly kind: 'lognormal'; readonly p50Ms: number; readonly p95Ms: number }
  /** By a table of percentiles as measured, straight between two of them; flat before the first and after the last. */
  | { readonly kind: 'percentiles'; readonly points: readonly PercentilePoint[] };

export interface PercentilePoint {
  /** 0 to 1, rising. */
  readonly share: number;
  readonly ms: number;
}

export type Sampler = (random: Random) => number;

/** Of a standard normal distribution. */
const Z_OF_P95 = 1.644_853_626_951_472;

/** @throws {RangeError} when a number makes no sense; says what was found and what is allowed */
export function samplerOf(distribution: Distribution): Sampler {
  switch (distribution.kind) {
    case 'constant': {
      const ms = duration('ms', distribution.ms);
      return () => ms;
    }
    case 'uniform': {
      const fromMs = duration('fromMs', distribution.fromMs);
      const widthMs = duration('toMs', distribution.toMs, fromMs) - fromMs;
      return random => fromMs + random() * widthMs;
    }
    case 'lognormal': {
      const p50Ms = duration('p50Ms', distribution.p50Ms);
      const p95Ms = duration('p95Ms', distribution.p95Ms, p50Ms);
      const sigma = p50Ms === 0 ? 0 : Math.log(p95Ms / p50Ms) / Z_OF_P95;
      return random => p50Ms * Math.exp(sigma * normal(random));
    }
    case 'percentiles':
      return percentileSampler(distribution.points);
  }
}

/** Box and Muller, 1958. Takes two numbers, uses one value: what is kept from call to call would tie draws together. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function percentileSampler(points: readonly PercentilePoint[]): Sampler {
  if (points.length === 0) throw new RangeError('percentiles must have a point, got none');
  let before: PercentilePoint = { share: 0, ms: 0 };
  for (const point of points) {
    if (!(point.share >= before.share && point.share <= 1)) {
      throw new RangeError(`percentiles must rise from 0 to 1, got ${point.share} after ${before.share}`);
    }
    duration('percentiles', point.ms, before.ms);
    before = point;
  }
  return random => {
    const share = random();
    let low = points[0] as PercentilePoint;
    if (share <= low.share) return low.ms;
    for (const high of points) {
      if (share <= high.share)
        return low.ms + ((high.ms - low.ms) * (share - low.share)) / (high.share - low.share || 1);
      low = high;
    }
    return low.ms;
  };
}

function duration(name: string, ms: number, leastMs = 0): number {
  if (ms >= leastMs && ms < Infinity) return ms;
  throw new RangeError(`${name} must be ${leastMs} ms or more, got ${ms}`);
}
