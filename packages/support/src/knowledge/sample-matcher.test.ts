import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSampleMatcher } from './sample-matcher.ts';

const matcher = createSampleMatcher([
  { article: 0, text: '환불은 언제 되나요?', anchor: 'when' },
  { article: 0, text: '환불 계좌를 바꾸고 싶어요', anchor: 'account' },
  { article: 1, text: '배송비는 얼마인가요?' },
]);
const nearness = (text: string, article: number): number => matcher.nearest([text]).get(article)?.ofAll ?? 0;

describe('sample matcher', () => {
  it('takes a sample question for itself, with other spaces and marks too', () => {
    assert.ok(nearness('환불은언제되나요', 0) > 0.999);
  });

  it('stays near through a typing error and another ending', () => {
    assert.ok(nearness('횐불은 언제되나여', 0) > 0.5);
    assert.ok(nearness('횐불은 언제되나여', 1) < 0.3);
  });

  it('says which section answers the nearest sample', () => {
    const near = matcher.nearest(['환불 계좌 바꾸기']).get(0);
    assert.ok((near?.byAnchor().get('account') ?? 0) > (near?.byAnchor().get('when') ?? 0));
  });

  it('takes the nearest of several wordings', () => {
    const near = matcher.nearest(['택배 값이 어떻게 돼요', '배송비는 얼마인가요']).get(1);
    assert.ok((near?.ofAll ?? 0) > 0.99);
  });

  it('is near to nothing for a text without letters', () => {
    assert.equal(matcher.nearest(['?! …']).size, 0);
  });
});
