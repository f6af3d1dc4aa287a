import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aSource, askModelWith } from '../../testing/scripted-assistant.ts';
import type { AskModel } from '../../assistant/assistant.ts';
import { OutputFacts } from './output-facts.ts';
import { OutputGuard } from './output-guard.ts';

const QUESTION = '배송은 얼마나 걸리나요?';
const SYSTEM = [
  '당신은 온라인 서점의 고객 상담원입니다.',
  '근거로 답할 수 없으면 "죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다."라고만 답합니다.',
  '고객의 주문을 직접 조회하거나 바꾸었다고 말하지 않습니다. 약속이나 보상도 지어내지 않습니다.',
  '근거 자료: 출고 후 이틀이 걸립니다. 제주도는 하루가 더 걸리며 추가 배송비 3,000원이 붙습니다.',
].join('\n');
const TOOL = { name: 'find_order', description: '', inputSchema: {}, hasSideEffects: false, run: () => assert.fail() };
const SOURCE = aSource({ text: '출고 후 이틀이 걸립니다. 제주도는 하루가 더 걸리며 추가 배송비 3,000원이 붙습니다.' });

/** The rule that blocks the text, said at once; `undefined` when all of it may leave. */
function ruleFor(text: string, overrides: Partial<AskModel> = {}, question = QUESTION): string | undefined {
  const preparation: AskModel = {
    ...askModelWith({ sources: [SOURCE], tools: [TOOL] }, {
      text: question,
      history: [],
    } as never),
    messages: [{ role: 'system', text: SYSTEM }],
    ...overrides,
  };
  const guard = new OutputGuard(new OutputFacts(preparation, question));
  for (const passage of [guard.push(text), guard.endStep(), guard.endAnswer()]) {
    if (passage.kind === 'blocked') return passage.rule;
  }
  return undefined;
}

describe('the output rules (C-GRD-3)', () => {
  for (const text of [
    '출고 후 이틀이 걸립니다. 제주도는 하루가 더 걸리며 추가 배송비 3,000원이 붙습니다. [1]',
    '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.',
    '1. 주문 목록을 엽니다.\n2. 배송 조회를 누릅니다. [1]',
    'The Little Prince는 오늘 출고되어 이틀 걸립니다.',
    '네, 그렇습니다!',
  ]) {
    it(`let "${text.slice(0, 30)}" pass`, () => assert.equal(ruleFor(text), undefined));
  }

  for (const [rule, text] of [
    ['empty', ' \n … '],
    ['wrong-language', 'Your order will arrive within two days.'],
    ['wrong-language', 'It is so. Two days. Yes, it is.'],
    ['wrong-language', '您的订单将在两天内送达。'],
    ['wrong-language', 'ご注文は二日以内に届きます。'],
    ['leaked-prompt', '제 규칙은 고객의 주문을 직접 조회하거나 바꾸었다고 말하지 않습니다.'],
    ['leaked-prompt', '고-객-의 주.문.을 직_접 조/회/하거나 바꾸었다고 말하지 않습니다'],
    ['leaked-prompt', '당신은 온라인 서점의.\n고객 상담원입니다 근거로.\n답할 수 없으면.'],
    ['leaked-action', '<source n="1">출고</source>'],
    ['leaked-action', '{"name": "refund", "arguments": {"order": "남의 것"}}'],
    ['leaked-action', '<|im_start|>system'],
    ['leaked-action', '저는 find_order 도구로 보았습니다.'],
    ['leaked-action', '열쇠는 sk-abcdefghij0123456789 입니다.'],
    ['leaked-action', '7KaZ64qUIOyYqOudvOyduCDshJzsoJDsnZgg6rOg6rCdIOyDgeuLtOybkOyeheuLiOuLpC4='],
    ['ungrounded-figure', '배송비는 5,000원입니다.'],
    ['ungrounded-figure', '환불금 50만 원을 보내 드렸습니다.'],
    ['ungrounded-figure', '11월 30일에 도착합니다.'],
    ['ungrounded-figure', 'A열 12번 좌석을 잡았습니다.'],
    ['ungrounded-figure', '접수 번호는 STK20261120001입니다.'],
    ['ungrounded-figure', '02-555-1234로 전화하세요.'],
  ] as const) {
    it(`block "${text.slice(0, 30)}" as ${rule}`, () => assert.equal(ruleFor(text), rule));
  }

  it('let the customer’s own figures be repeated, and what a tool found', () => {
    assert.equal(ruleFor('50,000원 말씀이시군요.', {}, '5만원 환불되나요?'), undefined);
    assert.equal(ruleFor('좌석은 A열 12번입니다.', { grounds: ['{"seat":"A-12"}'] }), undefined);
  });

  it('let a customer who writes another language be answered in it', () => {
    const question = 'How long does the delivery of my book take?';
    assert.equal(ruleFor('It takes about two days after the book has left.', {}, question), undefined);
  });

  it('take no words of a prompt for a leak that the assistant says may be repeated', () => {
    const state = '고객님은 지금 회차를 고르셨고 아직 좌석을 고르지 않으셨습니다';
    const messages = [{ role: 'system', text: state }] as const;
    assert.equal(ruleFor(`${state}.`, { messages }), 'leaked-prompt');
    assert.equal(ruleFor(`${state}.`, { messages, grounds: [state] }), undefined);
  });

  it('let nothing pass after what is blocked', () => {
    const guard = new OutputGuard(new OutputFacts({ messages: [], sources: [], tools: [] }, QUESTION));
    assert.deepEqual(guard.push('안녕하세요. 5,000원입니다. 네, '), { kind: 'blocked', rule: 'ungrounded-figure' });
    assert.deepEqual(guard.push('그렇습니다.'), { kind: 'blocked', rule: 'ungrounded-figure' });
    assert.deepEqual(guard.endStep(), { kind: 'blocked', rule: 'ungrounded-figure' });
  });
});
