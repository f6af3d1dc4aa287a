import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { inArticleWords } from './customer-words.ts';
import { tokensOf, wordsOf } from './korean-tokens.ts';

describe('tokensOf', () => {
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ['배송', ['배송']],
    ['환불', ['환불']],
    ['배송비는', ['배송', '송비']],
    ['반품을', ['반품']],
    ['환불언제되나요', ['환불']],
    ['EPUB 파일', ['epub', '파일']],
    ['2,500원', ['2500']],
    ['안녕하세요 쿠폰은요?', ['쿠폰']],
    ['ㅋㅋㅋ ㅠㅠ!!', []],
    ['', []],
  ];
  for (const [text, tokens] of cases) {
    it(`cuts "${text}" into [${tokens.join(', ')}]`, () => assert.deepEqual(tokensOf(text), tokens));
  }

  it('cuts decomposed Hangul like composed Hangul', () => {
    assert.deepEqual(tokensOf('환불'.normalize('NFD')), tokensOf('환불'));
  });

  it('cuts the same text the same way every time', () => {
    fc.assert(fc.property(fc.string(), text => assert.deepEqual(tokensOf(text), tokensOf(text))));
  });
});

describe('wordsOf', () => {
  it('tells nouns from verbs, numbers and words of any question', () => {
    const roles = wordsOf('오늘 배송 늦어져요 3').map(word => word.role);
    assert.deepEqual(roles, ['hint', 'topic', 'minor', 'minor']);
  });
});

describe('inArticleWords', () => {
  it('says in the articles’ words what customers call otherwise', () => {
    assert.match(inArticleWords('택배비 얼마'), /배송비/);
    assert.match(inArticleWords('이북 비번'), /전자책.*비밀번호/);
  });
});
