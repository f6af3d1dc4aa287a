import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { actionability, groundedness } from './score-answer.ts';

const SOURCE =
  '반품은 상품을 받은 날부터 7일 안에 신청할 수 있습니다. 반품 배송비는 5,000원입니다. 마이페이지의 주문 내역에서 반품 신청을 누르세요.';

describe('groundedness (S-QLT-1)', () => {
  const cases: readonly (readonly [string, string, number])[] = [
    ['all that the source says', '반품은 받은 날부터 7일 안에 신청할 수 있습니다 [1].', 1],
    ['what it says of it in other words around it', '네, 반품 신청은 상품을 받은 날부터 7일 안에 가능합니다 [1].', 1],
    ['a number that it does not hold', '반품은 받은 날부터 14일 안에 신청할 수 있습니다 [1].', 0],
    ['a number in another writing', '반품 배송비는 5000원입니다 [1].', 1],
    ['one half', '반품 배송비는 5,000원입니다 [1]. 강아지 사료는 매장 옆 골목에서 팝니다.', 0.5],
    ['nothing of it', '강아지 사료는 매장 옆 골목에서 팝니다.', 0],
    ['a courtesy alone', '네!', 1],
  ];
  for (const [what, answer, share] of cases) {
    it(`is ${share} for ${what}`, () => assert.equal(groundedness(answer, [SOURCE]), share));
  }

  it('is 0 where nothing is cited', () => assert.equal(groundedness('반품 배송비는 5,000원입니다.', []), 0));

  it('does not put one sentence together from two sources', () => {
    const halves = ['반품 배송비 안내입니다.', '교환 요금은 무료입니다.'];
    assert.equal(groundedness('반품 포장 상자는 무료이고 교환 선물은 유료입니다.', halves), 0);
  });

  it('is a share for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 3 }), (answer, cited) => {
        const share = groundedness(answer, cited);
        assert.ok(share >= 0 && share <= 1);
      }),
    );
  });
});

describe('actionability (S-QLT-1)', () => {
  for (const [answer, value] of [
    ['마이페이지의 주문 내역에서 반품 신청을 누르세요 [1].', 1],
    ['고객센터로 전화해 주세요.', 1],
    ['배송 조회 메뉴에서 확인하실 수 있습니다.', 1],
    ['반품 배송비는 5,000원입니다.', 0],
    ['네, 맞습니다.', 0],
    ['기한이 지나면 주문이 취소됩니다.', 0],
    ['반품 신청 버튼을 누르면 됩니다.', 1],
    ['', 0],
  ] as const) {
    it(`is ${value} for "${answer}"`, () => assert.equal(actionability(answer), value));
  }
});
