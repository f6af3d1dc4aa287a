import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { GrowingNumbers } from './growing-numbers.ts';
import { LatencyHistogram } from './latency-histogram.ts';

describe('LatencyHistogram', () => {
  it('is at most one bin beside the exact percentiles', () => {
    const [random, exact, histogram] = [seededRandom(9), new GrowingNumbers(), new LatencyHistogram(2)];
    for (let count = 0; count < 20_000; count += 1) {
      const ms = 20 * Math.exp(5 * random());
      exact.push(ms);
      histogram.record(1, ms);
    }
    const shares = [0.5, 0.95, 0.99];
    for (const [index, value] of exact.percentiles(shares).entries()) {
      const found = histogram.percentile(1, shares[index] ?? 0) ?? 0;
      assert.ok(found >= value * 0.999 && found <= value * 1.041, `${found} for ${value}`);
    }
    assert.equal(histogram.percentile(0, 0.5), undefined);
  });

  it('keeps what is quicker than its first bin, and what is slower than its last', () => {
    const histogram = new LatencyHistogram(1);
    histogram.record(0, 0);
    assert.equal(histogram.percentile(0, 1), 10);
    histogram.record(0, 1e9);
    assert.ok((histogram.percentile(0, 1) ?? 0) > 100_000);
  });
});

describe('GrowingNumbers', () => {
  it('gives the smallest value that such a share does not exceed', () => {
    const numbers = new GrowingNumbers();
    for (let value = 10_000; value >= 1; value -= 1) numbers.push(value);
    assert.deepEqual(numbers.percentiles([0.5, 0.99, 1]), [5_000, 9_900, 10_000]);
    assert.deepEqual(new GrowingNumbers().percentiles([0.5]), [0]);
  });
});
