import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SentenceHolder } from './sentence-holder.ts';

function pieces(text: readonly string[]): { readonly released: readonly string[]; readonly rest: string } {
  const holder = new SentenceHolder();
  return { released: text.flatMap(piece => holder.push(piece)), rest: holder.end() };
}

describe('a text held to the end of its sentences', () => {
  it('is let go as soon as a Korean sentence ends', () => {
    assert.deepEqual(pieces(['이틀 ', '걸립', '니다.']), { released: ['이틀 걸립니다.'], rest: '' });
    assert.deepEqual(pieces(['될까요?', ' 네']), { released: ['될까요?'], rest: ' 네' });
  });

  it('is let go at the end of a line', () => {
    assert.deepEqual(pieces(['- 종이책\n- 전']), { released: ['- 종이책\n'], rest: '- 전' });
  });

  it('does not take a point within a number for an end', () => {
    assert.deepEqual(pieces(['무게는 2.', '5kg']), { released: [], rest: '무게는 2.5kg' });
  });

  it('leaves in pieces where it has no end, and cuts no figure', () => {
    const { released } = pieces([`${'가나 '.repeat(76)}2만 5천 원 입니다 그리고 `]);
    assert.ok(released.length > 0 && released.every(piece => piece.length <= 240));
    assert.ok(released.every(piece => !/\d만?\s*$/.test(piece)));
  });

  it('is never changed, however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme', maxLength: 80 }), { maxLength: 20 }), parts => {
        const { released, rest } = pieces(parts);
        assert.equal(released.join('') + rest, parts.join(''));
      }),
    );
  });

  it('gives the same sentences, however it is cut', () => {
    const text = '안녕하세요. 이틀 걸립니다 [1]. 더 궁금하신가요?\n- 하나\n- 둘\n끝';
    const whole = pieces([text]);
    const singly = pieces([...text]);
    assert.equal(singly.released.join('|').replaceAll('| ', ' |'), whole.released.join('|').replaceAll('| ', ' |'));
  });
});
