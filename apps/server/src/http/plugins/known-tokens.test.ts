import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KnownTokens } from './known-tokens.ts';

describe('tokens that were found valid', () => {
  it('are known until they expire, and no others', () => {
    let nowMs = 1_000;
    const tokens = new KnownTokens(() => nowMs);
    tokens.keep('token-1', 'customer-1', 2_000);
    assert.equal(tokens.subjectOf('token-1'), 'customer-1');
    assert.equal(tokens.subjectOf('token-1 '), undefined);
    assert.equal(tokens.subjectOf('token-2'), undefined);
    nowMs = 2_000;
    assert.equal(tokens.subjectOf('token-1'), undefined);
    nowMs = 1_000;
    assert.equal(tokens.subjectOf('token-1'), undefined, 'what has expired is forgotten');
  });

  it('are forgotten, the first kept first, where there are too many', () => {
    const tokens = new KnownTokens(() => 0);
    for (let number = 0; number <= 4_096; number += 1) tokens.keep(`token-${number}`, 'customer', 1);
    assert.equal(tokens.subjectOf('token-0'), undefined);
    assert.equal(tokens.subjectOf('token-1'), 'customer');
  });
});
