import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SUPPORT_INTENTS, type IntentRisk, type SupportIntent } from './intent.ts';
import { supportIntent } from './support-intent.ts';

describe('supportIntent (S-INT-1)', () => {
  const cases: readonly (readonly [string, SupportIntent, IntentRisk])[] = [
    ['주문을 취소하고 싶어요', 'ORDER', 'high'],
    ['배송 언제 와요', 'SHIPPING', 'high'],
    ['택배가 안 와요', 'SHIPPING', 'high'],
    ['환불 언제 되나요', 'REFUND', 'high'],
    ['전자책환불', 'REFUND', 'high'],
    ['책이 찢어져서 왔어요', 'EXCHANGE', 'high'],
    ['카드 결제가 안 돼요', 'PAYMENT', 'high'],
    ['포인트 유효기간', 'MEMBERSHIP', 'normal'],
    ['전자책은 어디서 읽나요', 'EBOOK', 'normal'],
    ['중고책 팔고 싶어요', 'USED_BOOK', 'normal'],
    ['이벤트 당첨 확인', 'EVENT', 'normal'],
    ['비밀번호를 잊었어요', 'ACCOUNT', 'normal'],
    ['문의 접수해줘', 'TICKET_CREATE', 'normal'],
    ['상담원 연결해 주세요', 'TICKET_CREATE', 'normal'],
    ['STK202611200001', 'TICKET_STATUS', 'normal'],
    ['stk-20261120-0001 이거요', 'TICKET_STATUS', 'normal'],
    ['내 문의 처리 상태 알려줘', 'TICKET_STATUS', 'normal'],
    ['안녕하세요', 'SMALL_TALK', 'normal'],
    ['감사합니다~ ㅎㅎ', 'SMALL_TALK', 'normal'],
    ['안녕하세요 환불하고 싶어요', 'REFUND', 'high'],
    ['오늘 날씨 어때', 'GENERAL', 'normal'],
    ['', 'GENERAL', 'normal'],
  ];
  for (const [text, intent, risk] of cases) {
    it(`takes "${text}" for ${intent}, risk ${risk}`, () => assert.deepEqual(supportIntent(text), { intent, risk }));
  }

  it('takes a ticket number for a question on its status, whatever stands around it', () => {
    assert.equal(supportIntent('환불 문의 STK2026112000012 배송').intent, 'TICKET_STATUS');
  });

  it('names an intent of the closed set for any text', () => {
    fc.assert(fc.property(fc.string(), text => assert.ok(SUPPORT_INTENTS.includes(supportIntent(text).intent))));
  });
});
