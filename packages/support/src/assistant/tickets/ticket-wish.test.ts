import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTicketWish } from './ticket-wish.ts';

describe('readTicketWish (S-TKT-1)', () => {
  for (const bare of [
    '문의 접수해줘',
    '문의접수',
    '문의 좀 접수해 주세요!',
    '안녕하세요, 1:1 문의 남기고 싶어요',
    '이 내용으로 문의 등록 부탁드립니다',
    '상담원 연결해 주세요',
    '사람이랑 얘기하고 싶습니다',
    '그냥 상담사 바꿔줘요',
    '티켓 하나 등록해줄래요?',
    '방금 질문 문의 접수할게요',
    '문의 접수했으면 좋겠어요',
    '문의 접수해 줄 수 있나요?',
  ]) {
    it(`takes "${bare}" for bare`, () => assert.deepEqual(readTicketWish(bare), { kind: 'bare' }));
  }

  for (const [message, inquiry] of [
    ['환불이 안 돼요. 문의 접수해줘', '환불이 안 돼요.'],
    ['배송이 안 와서 문의 남기고 싶어요', '배송이 안 와서'],
    ['문의 접수해줘 카드가 두 번 결제됐어요', '카드가 두 번 결제됐어요'],
    ['문의 접수해줘 나는 환불을 원해', '나는 환불을 원해'],
    ['문의 접수 해외배송이 안 와요', '해외배송이 안 와요'],
    ['환불이 어떻게 되는지 문의 접수해줘', '환불이 어떻게 되는지'],
    ['파본이 왔으니 상담원 연결해 주세요', '파본이 왔으니'],
  ] as const) {
    it(`takes "${inquiry}" out of "${message}"`, () =>
      assert.deepEqual(readTicketWish(message), { kind: 'inquiry', inquiry }));
  }

  for (const question of [
    '문의 접수는 어떻게 하나요?',
    '1:1 문의 남기는 방법 알려 주세요',
    '상담원 연결은 언제 되나요?',
    '문의 등록 어디서 해요?',
    '상담원 통화하려면 몇 번으로 걸어요?',
    '상담사랑 통화 좀 하고 싶은데 몇번으로 걸어요',
    '상담원과 통화하고 싶어요',
    '상담원이 친절하고 좋았어요',
    '문의 남기면 언제 답이 오나요',
  ]) {
    it(`leaves "${question}" to the articles`, () => assert.deepEqual(readTicketWish(question), { kind: 'question' }));
  }
});
