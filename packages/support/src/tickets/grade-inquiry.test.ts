import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { expectedFirstResponseMinutes } from './first-response.ts';
import { gradeInquiry } from './grade-inquiry.ts';
import type { TicketSeverity } from './ticket.ts';

describe('gradeInquiry', () => {
  const cases: readonly (readonly [string, string | undefined, TicketSeverity | undefined])[] = [
    ['환불이 아직도 안 됐어요', '환불', 'high'],
    ['택배가 안 와요', '배송', 'normal'],
    ['카드가 두 번 결제됐어요', '결제', 'high'],
    ['계정이 도용된 것 같아요', '회원 정보', 'urgent'],
    ['책이 파손되어 왔어요', '교환', 'normal'],
    ['포인트 적립 기준이 궁금합니다', '회원 혜택', 'low'],
    ['문의 접수해줘', undefined, undefined],
    ['매장에서 만난 분께 전할 말이 있습니다', undefined, undefined],
  ];
  for (const [message, category, severity] of cases) {
    it(`takes "${message}" for ${category ?? 'unset'}, ${severity ?? 'unset'}`, () =>
      assert.deepEqual(gradeInquiry(message), { category, severity }));
  }
});

describe('expectedFirstResponseMinutes', () => {
  it('is sooner the more severe, and the middle one where nobody graded', () => {
    const minutes = (['urgent', 'high', 'normal', 'low', undefined] as const).map(expectedFirstResponseMinutes);
    assert.deepEqual(minutes, [30, 120, 480, 1_440, 480]);
  });
});
