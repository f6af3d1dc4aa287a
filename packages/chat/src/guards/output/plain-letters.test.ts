import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { plainLetters } from './plain-letters.ts';

const slowly = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');

it('leaves letters and digits alone, in one case and width', () => {
  assert.equal(plainLetters('Ｒule 1: 고-객\u200b의 주.문_조회!'), 'rule1고객의주문조회');
});

it('does what a look at every character does, in the plane where letters of prompts are', () => {
  const character = fc.integer({ min: 1, max: 0xd7ff }).map(unit => String.fromCharCode(unit));
  fc.assert(
    fc.property(fc.array(character, { maxLength: 40 }), characters => {
      const text = characters.join('');
      assert.equal(plainLetters(text), slowly(text));
    }),
  );
});
