import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figureKey } from './figure.ts';
import { GroundedFigures } from './grounded-figures.ts';
import { readFigures } from './read-figures.ts';

const keysOf = (text: string): readonly string[] => readFigures(text).map(figureKey);

describe('figures of a text', () => {
  for (const [text, key] of [
    ['배송비는 3,000원입니다.', 'money 3000'],
    ['모두 2만 5천 원이에요', 'money 25000'],
    ['3천만원', 'money 30000000'],
    ['₩12,000', 'money 12000'],
    ['오천 원만 내세요', 'money 5000'],
    ['이만 오천원', 'money 25000'],
    ['１２％ 할인', 'percent 12'],
    ['5,000점을 적립해 드렸습니다', 'points 5000'],
    ['5천 포인트', 'points 5000'],
    ['5,000P가', 'points 5000'],
    ['2026년 11월 25일', 'date 2026-11-25'],
    ['2026-11-25까지', 'date 2026-11-25'],
    ['11월 5일에', 'date -11-5'],
    ['오후 7시 30분', 'time 450'],
    ['19:30에', 'time 450'],
    ['A열 12번', 'seat a 12'],
    ['B-7 좌석', 'seat b 7'],
    ['02-1234-5678로', 'code 0212345678'],
    ['STK20261120001', 'code stk20261120001'],
  ] as const) {
    it(`reads "${text}" as ${key}`, () => assert.deepEqual(keysOf(text), [key]));
  }

  for (const text of [
    '1. 주문 목록을 엽니다.',
    '이틀쯤 걸립니다 [1].',
    '방법은 3가지입니다.',
    '2단계로',
    '7일 이내, 24시간 안에, 1년 동안',
    '15권까지, 2~3일쯤',
    '회원 지원 직원',
    '상품 3점을 반품하면 별점 5점',
    '',
  ]) {
    it(`finds none in "${text}"`, () => assert.deepEqual(keysOf(text), []));
  }

  it('is quick with what is made to be slow (D29)', () => {
    for (const evil of [
      '1,'.repeat(4_000),
      '9'.repeat(8_000),
      '일만'.repeat(4_000),
      '1만 '.repeat(2_000),
      'a-1'.repeat(2_600),
    ]) {
      const startedAtMs = performance.now();
      readFigures(evil);
      assert.ok(performance.now() - startedAtMs < 250, evil.slice(0, 5));
    }
  });
});

describe('grounded figures', () => {
  function missing(ground: string, said: string): string | undefined {
    const figures = new GroundedFigures();
    figures.add(ground);
    const figure = figures.firstMissing(said);
    return figure && figureKey(figure);
  }

  for (const [ground, said] of [
    ['배송비는 2,500원', '배송비 2500원입니다'],
    ['{"price": 25000}', '2만 5천 원입니다'],
    ['{"price": "25,000"}', '25,000원입니다'],
    ['{"startsAt":"2026-11-25T19:00:00+09:00"}', '11월 25일 오후 7시에 시작합니다'],
    ['{"seats":[{"row":"A","number":12}]}', 'A열 12번입니다'],
    ['전화 1588-0000', '1588-0000으로'],
    ['리뷰를 쓰면 1,000점을 드립니다', '리뷰 적립금은 1천 포인트입니다'],
    ['{"points": 5000}', '5,000점입니다'],
    ['일주일 안에', '7일 안에, 늦어도 10일 안에, 두 번에 나누어 3권까지'],
  ] as const) {
    it(`holds "${said}" for "${ground}"`, () => assert.equal(missing(ground, said), undefined));
  }

  for (const [ground, said] of [
    ['배송비는 2,500원', '배송비는 3,500원'],
    ['리뷰를 쓰면 1,000점을 드립니다', '77,777점을 적립해 드렸습니다'],
    ['30일', '30% 할인'],
    ['2026년 11월 25일', '2027년 11월 25일'],
    ['A열 12번', 'A열 13번'],
    ['근거가 없는 글', '환불은 5만원'],
    ['환불됩니다', '환불은 오만 원'],
    ['02-1234-5678', '02-1234-5679'],
  ] as const) {
    it(`misses "${said}" in "${ground}"`, () => assert.notEqual(missing(ground, said), undefined));
  }
});
