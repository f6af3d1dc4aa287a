import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { estimateTokens } from '@naru/language-model';
import fc from 'fast-check';
import { createKnowledge } from './knowledge.ts';
import { MAX_QUOTE_LENGTH } from './best-quote.ts';
import { MemoryArticleSource } from '../memory/memory-article-source.ts';
import { shippedArticleFiles, shippedKnowledge } from '../testing/shipped-knowledge.ts';

const knowledge = await shippedKnowledge();

describe('retrieve', () => {
  it('points to the section and quotes its sentence word for word', () => {
    const source = knowledge.retrieve('제주도 추가 배송비 얼마예요?').sources[0];
    assert.equal(source?.id, 'shipping/fee#island-fee');
    assert.equal(source.anchor, 'island-fee');
    assert.match(source.quote, /3,000원/);
    assert.ok(source.text.includes(source.quote));
  });

  it('finds two-syllable words', () => {
    for (const word of ['배송', '환불', '교환', '쿠폰']) assert.ok(knowledge.retrieve(word).sources.length > 0, word);
  });

  it('gives the same sources every time, also from files in another order', async () => {
    const reversed = new MemoryArticleSource(shippedArticleFiles().toReversed());
    const other = await createKnowledge({ source: reversed });
    for (const question of ['반품 배송비', '전자책 환불', '포인트 유효기간']) {
      assert.deepEqual(other.retrieve(question), knowledge.retrieve(question));
    }
  });

  it('keeps to its limits: three articles, four sources, the tokens allowed, quotes of 200 characters', async () => {
    const narrow = await createKnowledge({
      source: new MemoryArticleSource(shippedArticleFiles()),
      settings: { maxSourceTokens: 300 },
    });
    for (const question of ['배송비', '환불', '전자책', '쿠폰 사용', '회원 등급 혜택']) {
      const { sources } = knowledge.retrieve(question);
      assert.ok(sources.length <= 4);
      assert.ok(new Set(sources.map(({ docId }) => docId)).size <= 3);
      assert.ok(sources.every(({ quote }) => quote.length > 0 && quote.length <= MAX_QUOTE_LENGTH));
      const few = narrow.retrieve(question).sources;
      const tokens = few.reduce((sum, { title, text }) => sum + estimateTokens(title) + estimateTokens(text), 0);
      assert.ok(few.length === 1 || tokens <= 300);
    }
  });

  it('finds nothing for what is no question at all', () => {
    for (const text of ['', '   ', '???', 'ㅋㅋㅋ', '안녕하세요', '언제 되나요']) {
      assert.deepEqual(knowledge.retrieve(text).sources, [], text);
    }
  });

  it('survives any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 2_000 }), fc.constantFrom('__proto__', 'constructor 배송')), text => {
        const { coverage } = knowledge.retrieve(text);
        assert.ok(coverage >= 0 && coverage <= 1);
      }),
    );
  });
});
