import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { samplerOf, type Distribution } from './distribution.ts';

function percentilesOf(distribution: Distribution): (share: number) => number {
  const [sample, random] = [samplerOf(distribution), seededRandom(5)];
  const drawn = Array.from({ length: 40_000 }, () => sample(random)).toSorted((one, other) => one - other);
  return share => drawn[Math.floor(share * (drawn.length - 1))] ?? NaN;
}

function isNear(found: number, expected: number): void {
  assert.ok(Math.abs(found - expected) <= expected * 0.05, `${found} is not near ${expected}`);
}

describe('samplerOf', () => {
  it('draws a lognormal by the percentiles that it was given', () => {
    const percentile = percentilesOf({ kind: 'lognormal', p50Ms: 400, p95Ms: 1_200 });
    isNear(percentile(0.5), 400);
    isNear(percentile(0.95), 1_200);
  });

  it('draws a table straight between its points, and flat beyond them', () => {
    const points = [
      { share: 0.5, ms: 300 },
      { share: 0.9, ms: 700 },
      { share: 0.99, ms: 5_000 },
    ];
    const percentile = percentilesOf({ kind: 'percentiles', points });
    assert.equal(percentile(0.2), 300);
    isNear(percentile(0.7), 500);
    isNear(percentile(0.9), 700);
    assert.equal(percentile(1), 5_000);
  });

  it('draws between two ends, or always the same', () => {
    const percentile = percentilesOf({ kind: 'uniform', fromMs: 100, toMs: 300 });
    assert.ok(percentile(0) >= 100 && percentile(1) <= 300);
    isNear(percentile(0.5), 200);
    assert.equal(percentilesOf({ kind: 'constant', ms: 80 })(0.5), 80);
  });

  it('refuses numbers that make no sense', () => {
    assert.throws(
      () => samplerOf({ kind: 'lognormal', p50Ms: 400, p95Ms: 100 }),
      /p95Ms must be 400 ms or more, got 100/,
    );
    assert.throws(() => samplerOf({ kind: 'constant', ms: -1 }), /got -1/);
    assert.throws(() => samplerOf({ kind: 'uniform', fromMs: 1, toMs: Infinity }), /got Infinity/);
    assert.throws(() => samplerOf({ kind: 'percentiles', points: [] }), /got none/);
    const falling = [
      { share: 0.9, ms: 1 },
      { share: 0.5, ms: 2 },
    ];
    assert.throws(() => samplerOf({ kind: 'percentiles', points: falling }), /0.5 after 0.9/);
  });
});
