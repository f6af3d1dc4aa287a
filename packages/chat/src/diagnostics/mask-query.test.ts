import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maskQuery } from './mask-query.ts';

describe('a masked preview (C-SES-2)', () => {
  for (const [query, secret] of [
    ['010-1234-5678로 연락 주세요', /\d/],
    ['공일공 일이삼사 오육칠팔', /일이삼사/],
    ['kim.naru+a@example.co.kr 로 보내 주세요', /kim|example/],
    ['주민번호 900101-1234567', /\d/],
    ['카드 1234 5678 9012 3456이요', /\d/],
    ['주문 ORD20261120ab 언제 와요', /ORD|ab /],
    ['제 이름은 김나루입니다', /김나루/],
    ['성함: 홍길동, 반품이요', /홍길동/],
    ['수령인 박서점 님께', /박서점/],
    ['저는 김나루라고 합니다', /김나루/],
    ['김나루님 주문이요', /김나루/],
    ['my name is Kim Naru', /Kim|Naru/],
    ['서울시 종로구 책방길 12-3으로요', /책방길|12/],
    ['０１０１２３４５６７８', /\p{N}/u],
    ['토큰 sk-live-abcdef0123456789', /abcdef/],
    ['https://shop.example/order/77?u=kim', /shop|kim/],
  ] as const) {
    it(`hides what "${query}" tells of a person`, () => assert.doesNotMatch(maskQuery(query), secret));
  }

  for (const query of [
    '배송은 얼마나 걸리나요?',
    '고객님 안내가 이상해요',
    '환불 규정을 알려 주세요',
    '선생님 추천 도서 있나요?',
  ]) {
    it(`leaves "${query}" as it is`, () => assert.equal(maskQuery(query), query));
  }

  it('is short, and quick with what is made to be slow (D29)', () => {
    for (const evil of [
      '@'.repeat(8_000),
      '1 '.repeat(4_000),
      '이름은'.repeat(2_600),
      '공'.repeat(8_000),
      'a1-'.repeat(2_600),
    ]) {
      const startedAtMs = performance.now();
      assert.ok([...maskQuery(evil)].length <= 60);
      assert.ok(performance.now() - startedAtMs < 50);
    }
  });
});
