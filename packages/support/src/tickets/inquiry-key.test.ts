import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inquiryKey } from './inquiry-key.ts';

describe('inquiryKey (S-TKT-2)', () => {
  it('is the same whatever the spacing, punctuation, case and way of writing Hangul', () => {
    const written = [
      '환불이 안 돼요 DVD',
      '환불이안돼요dvd!!',
      '  환불이\n안 돼요… ＤＶＤ ',
      '환불이 안 돼요 DVD'.normalize('NFD'),
    ];
    assert.equal(new Set(written.map(inquiryKey)).size, 1);
  });

  it('is another one for other words', () => {
    const keys = ['환불이 안 돼요', '환불은 안 돼요', '교환이 안 돼요', '!!!', '???', '🚚'].map(inquiryKey);
    assert.equal(new Set(keys).size, keys.length);
  });

  it('holds no word of the message', () => {
    fc.assert(fc.property(fc.string(), message => assert.match(inquiryKey(message), /^[0-9a-f]{64}$/)));
  });
});
