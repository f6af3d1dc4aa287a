import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { median, percentile } from './percentile.ts';

describe('percentile', () => {
  it('is the nearest rank', () => {
    const values = [5, 1, 4, 2, 3];
    assert.equal(median(values), 3);
    assert.equal(percentile(values, 0.99), 5);
    assert.equal(percentile(values, 0), 1);
  });

  it('is not a number without values', () => {
    assert.ok(Number.isNaN(percentile([], 0.5)));
  });
});
