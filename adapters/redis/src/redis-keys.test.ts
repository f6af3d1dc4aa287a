import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { encodePart, redisKeys } from './redis-keys.ts';

const anyText = fc.string({ unit: fc.nat(0xffff).map(code => String.fromCharCode(code)) });

describe('names in Redis', () => {
  it('hold nothing that a separator, a pattern or a line could be made of, whatever the alias is', () => {
    fc.assert(fc.property(anyText, text => assert.match(encodePart(text), /^[A-Za-z0-9%\-_.!~'()]*$/)));
  });

  it('are never shared by two texts', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => assert.equal(encodePart(one) === encodePart(other), one === other)),
    );
  });

  it('say which version of what is written they hold', () => {
    const keys = redisKeys('shop:');
    assert.deepEqual(
      [keys.channel, keys.topic('health'), keys.lease('probe a:b')],
      ['shop:v1:changes', 'shop:v1:topic:health', 'shop:v1:lease:probe%20a%3Ab'],
    );
  });

  it('refuse a prefix that cannot keep installations apart', () => {
    assert.throws(() => redisKeys(''), /prefix must have 1 to 100 characters, got 0/);
    assert.throws(() => redisKeys('x'.repeat(101)), /got 101/);
  });
});
