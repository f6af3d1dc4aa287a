import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { costMicros, estimatedCostMicros } from './price.ts';

const PRICES = { inputMicrosPer1k: 3_000, outputMicrosPer1k: 15_000, cacheReadMicrosPer1k: 300 };
const USAGE = { inputTokens: 1_000, outputTokens: 100, cacheReadTokens: 400, estimated: false };

describe('costMicros', () => {
  it('prices fresh input, cache reads and output apart (R-COST-1)', () => {
    assert.equal(costMicros(USAGE, PRICES), 1_800 + 120 + 1_500);
  });

  it('is whole micro-units, rounded up', () => {
    assert.equal(costMicros({ ...USAGE, inputTokens: 1, outputTokens: 0, cacheReadTokens: 0 }, PRICES), 3);
    assert.equal(costMicros({ ...USAGE, inputTokens: 1, outputTokens: 0, cacheReadTokens: 1 }, PRICES), 1);
  });

  it('is never negative, whatever a provider reports', () => {
    assert.equal(costMicros({ ...USAGE, inputTokens: -5, outputTokens: -1, cacheReadTokens: 9 }, PRICES), 0);
    assert.equal(costMicros({ ...USAGE, outputTokens: 0, cacheReadTokens: 5_000 }, PRICES), 300);
  });
});

describe('estimatedCostMicros', () => {
  it('takes the longest answer that the request allows, else a usual one', () => {
    const needs = { tools: false, vision: false, contextTokens: 2_000 };
    assert.equal(estimatedCostMicros({ ...needs, answerTokens: 1_000 }, PRICES), 3_000 + 15_000);
    assert.equal(estimatedCostMicros(needs, PRICES), 6_000 + 4_500);
  });
});
