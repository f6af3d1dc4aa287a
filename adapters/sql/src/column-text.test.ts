import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { HOSTILE_TEXTS } from '@naru/chat/testing';
import { fromColumnText, toColumnText } from './column-text.ts';

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom(...HOSTILE_TEXTS));

describe('column text', () => {
  it('comes back as it was, whatever it was', () => {
    fc.assert(fc.property(anyText, text => fromColumnText(toColumnText(text)) === text));
  });

  it('holds nothing that a database would change or refuse', () => {
    fc.assert(fc.property(anyText, text => toColumnText(text).isWellFormed() && !toColumnText(text).includes('\0')));
  });

  it('leaves ordinary Korean as it is', () => {
    assert.equal(toColumnText('배송은 얼마나 걸리나요?'), '배송은 얼마나 걸리나요?');
  });
});
