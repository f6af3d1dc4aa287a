import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findTicketNumber, ticketDay, ticketNumber } from './ticket-number.ts';

describe('ticket numbers', () => {
  it('are the day in Korea and a sequence', () => {
    assert.equal(ticketDay(Date.UTC(2026, 10, 20, 14, 59, 59, 999)), '20261120');
    assert.equal(ticketDay(Date.UTC(2026, 11, 31, 15)), '20270101');
    assert.equal(ticketNumber('20261120', 7), 'STK202611200007');
    assert.equal(ticketNumber('20261120', 12_345), 'STK2026112012345');
  });

  for (const [text, number] of [
    ['STK202611200001', 'STK202611200001'],
    ['stk-20261120-0001 이거요', 'STK202611200001'],
    ['STK 20261120 0001 언제 답변 와요', 'STK202611200001'],
    ['STK202611200001 3일 지났어요', 'STK202611200001'],
    ['ＳＴＫ２０２６１１２０１２３４５번', 'STK2026112012345'],
    ['제 문의는STK202611200002입니다', 'STK202611200002'],
    ['STK1234', 'STK1234'],
    ['STK', undefined],
    ['환불해 주세요', undefined],
  ] as const) {
    it(`are found in "${text}"`, () => assert.equal(findTicketNumber(text), number));
  }
});
