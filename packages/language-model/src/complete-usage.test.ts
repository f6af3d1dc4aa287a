import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeUsage, tokenCount } from './complete-usage.ts';
import { aModelCall } from './testing/a-model-call.ts';

describe('completeUsage', () => {
  it('keeps what was reported, and never reads more from a cache than came in', () => {
    const usage = completeUsage({ inputTokens: 10, outputTokens: 4, cacheReadTokens: 12 }, aModelCall(), () => {
      throw new Error('nothing is missing');
    });
    assert.deepEqual(usage, { inputTokens: 10, outputTokens: 4, cacheReadTokens: 10, estimated: false });
  });

  it('estimates what is missing, and says so', () => {
    const call = aModelCall({ prompt: { messages: [{ role: 'user', text: '가나다라마바사아자차' }] } });
    const usage = completeUsage({ outputTokens: 3 }, call, () => '');
    assert.deepEqual([usage.inputTokens, usage.outputTokens, usage.estimated], [10, 3, true]);
    assert.equal(completeUsage({ inputTokens: 3 }, call, () => 'abcdefgh').outputTokens, 2);
  });
});

describe('tokenCount', () => {
  it('takes whole numbers from 0 and nothing else', () => {
    const values = [0, 7, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '7', null, undefined];
    assert.deepEqual(values.map(tokenCount), [0, 7, ...Array.from({ length: 7 }, () => undefined)]);
  });
});
