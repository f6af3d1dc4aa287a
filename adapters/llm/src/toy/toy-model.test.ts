import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, settle } from '@naru/kernel/testing';
import { collectStream, type Message, type ModelCall, type Source, type ToolDefinition } from '@naru/language-model';
import { aModelCall, hear, textOf } from '@naru/language-model/testing';
import { NO_EVIDENCE_SENTENCE } from './compose-answer.ts';
import { createToyModel } from './toy-model.ts';

const SOURCES: readonly Source[] = [
  {
    id: 'shipping/time',
    title: '배송 기간',
    text: '## 기간\n\n결제를 마치시면 보통 1~2일 안에 출고됩니다. 제주와 도서산간 지역은 2~3일이 더 걸립니다.\n\n- 신용카드: 즉시\n- 가상계좌: 입금 뒤',
  },
  { id: 'refund/fee', title: '반품 배송비', text: '단순 변심으로 반품하시면 배송비 2,500원을 고객님이 부담하십니다.' },
];
const ORDER_TOOL: ToolDefinition = {
  name: 'find_order',
  description: '주문 번호로 주문의 배송 상태를 조회합니다.',
  inputSchema: { type: 'object', properties: { order_no: { type: 'string' } }, required: ['order_no'] },
};

const ask = (text: string, overrides: Partial<ModelCall> = {}, sources = SOURCES): ModelCall =>
  aModelCall({ prompt: { messages: [{ role: 'user', text }], sources }, ...overrides });
const answer = (call: ModelCall) => collectStream(createToyModel({ id: 'toy' }).stream(call));
const afterTool = (resultText: string, isError = false): ModelCall => {
  const messages: readonly Message[] = [
    { role: 'user', text: '주문 AB-1234 어디쯤 왔나요?' },
    { role: 'assistant', text: '', toolCalls: [{ id: 't', name: 'find_order', inputText: '{}' }] },
    { role: 'tool', toolCallId: 't', toolName: 'find_order', resultText, isError },
  ];
  return aModelCall({ prompt: { messages, sources: SOURCES }, tools: [ORDER_TOOL] });
};

describe('toy model', () => {
  it('says the fixed sentence, and only that, when there are no sources (S-RAG-1)', async () => {
    const { text, citations } = await answer(ask('배송은 얼마나 걸리나요?', {}, []));
    assert.equal(text, '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.');
    assert.equal(text, NO_EVIDENCE_SENTENCE);
    assert.deepEqual(citations, []);
  });

  it('answers with the sentences that fit the question and cites them', async () => {
    const { text, citations } = await answer(ask('제주도는 배송이 며칠 걸려요?'));
    assert.match(text, /제주와 도서산간 지역은 2~3일이 더 걸립니다\. \[1\]/);
    assert.equal(citations[0]?.sourceId, 'shipping/time');
    assert.match((await answer(ask('반품하면 배송비를 누가 내나요?'))).text, /2,500원.*\[2\]/);
  });

  it('cites only numbers that it was given, and quotes only what stands in the source', async () => {
    for (const question of ['배송', '반품 비용', '아무 관계 없는 말', '']) {
      const { text, citations } = await answer(ask(question));
      for (const [, number] of text.matchAll(/\[(\d+)\]/g)) assert.ok(Number(number) >= 1 && Number(number) <= 2);
      for (const { sourceId, quote = '' } of citations) {
        assert.ok(SOURCES.find(({ id }) => id === sourceId)?.text.includes(quote), quote);
      }
    }
  });

  it('names of a list only the lines that were asked for, under its matter', async () => {
    const text = '- 신용카드·체크카드: 영업일 3~5일\n- 계좌이체: 영업일 1~2일\n- 나루머니: 즉시';
    const source = { id: 'refund/timing', title: '환불 시기 › 결제 수단별 환불 기간', text };
    const asked = await answer(ask('신용카드 환불은 며칠 걸려요?', {}, [source]));
    assert.equal(asked.text, '결제 수단별 환불 기간은 다음과 같습니다. [1]\n- 신용카드·체크카드: 영업일 3~5일');
    assert.match((await answer(ask('환불 기간 알려 주세요', {}, [source]))).text, /나루머니: 즉시$/);
  });

  it('adds a second source only for a further matter that was asked for', async () => {
    assert.doesNotMatch((await answer(ask('배송 기간이 며칠이에요?'))).text, /\[2\]/);
    assert.match((await answer(ask('배송하고 반품은 어떻게 되나요?'))).text, /\[1\].*\[2\]|\[2\].*\[1\]/s);
  });

  it('is the same for the same request', async () => {
    assert.deepEqual(await answer(ask('배송 기간')), await answer(ask('배송 기간')));
  });

  it('speaks word by word at its pace', async () => {
    const clock = new FakeClock();
    const heard: string[] = [];
    const model = createToyModel({ id: 'toy', pace: { clock, wordMs: 40 } });
    const reading = (async () => {
      for await (const batch of model.stream(ask('배송', {}, []))) heard.push(textOf(batch));
    })();
    await settle();
    assert.deepEqual(heard.filter(Boolean), ['죄송합니다. ']);
    await clock.advance(40);
    assert.deepEqual(heard.filter(Boolean), ['죄송합니다. ', '안내해 ']);
    await clock.advance(1_000);
    await reading;
    assert.equal(heard.join(''), NO_EVIDENCE_SENTENCE);
  });

  it('calls a tool that fits, with the arguments that the question holds', async () => {
    const { toolCalls, finish } = await answer(ask('주문 AB-1234 배송 상태 알려 주세요', { tools: [ORDER_TOOL] }));
    assert.deepEqual(toolCalls, [{ id: 'toy_1_0', name: 'find_order', inputText: '{"order_no":"AB-1234"}' }]);
    assert.equal(finish.reason.unified, 'tool-calls');
  });

  it('calls no tool whose arguments it cannot find, or that does not fit, or when told not to', async () => {
    assert.deepEqual((await answer(ask('주문 배송 상태 알려 주세요', { tools: [ORDER_TOOL] }))).toolCalls, []);
    assert.deepEqual((await answer(ask('안녕 AB-1234', { tools: [ORDER_TOOL] }))).toolCalls, []);
    const settings = { mode: 'stream', toolChoice: 'none' } as const;
    assert.deepEqual((await answer(ask('주문 AB-1234 배송 상태', { tools: [ORDER_TOOL], settings }))).toolCalls, []);
  });

  it('calls a tool when it must', async () => {
    const settings = { mode: 'stream', toolChoice: { tool: 'find_order' } } as const;
    const { toolCalls } = await answer(ask('안녕하세요', { tools: [ORDER_TOOL], settings }));
    assert.deepEqual(
      toolCalls.map(({ name, inputText }) => [name, inputText]),
      [['find_order', '{"order_no":"안녕하세요"}']],
    );
  });

  it('fills numbers, choices, dates and seats from the question', async () => {
    const tool: ToolDefinition = {
      name: 'hold_seats',
      description: '공연 좌석을 잡아 둡니다',
      inputSchema: {
        type: 'object',
        properties: {
          count: { type: 'integer' },
          grade: { type: 'string', enum: ['VIP', 'R', 'S'] },
          date: { type: 'string' },
          seats: { type: 'array', items: { type: 'string' } },
        },
        required: ['count', 'grade', 'date', 'seats'],
      },
    };
    const { toolCalls } = await answer(
      ask('2026-12-24 공연 좌석 VIP로 2장, A12하고 A13 잡아 주세요', { tools: [tool] }),
    );
    assert.deepEqual(JSON.parse(toolCalls[0]?.inputText ?? 'null'), {
      count: 2,
      grade: 'VIP',
      date: '2026-12-24',
      seats: ['A12', 'A13'],
    });
  });

  it('answers from a tool result instead of calling again', async () => {
    const { text, toolCalls } = await answer(afterTool('{"status":"배송 중","eta":"11월 21일"}'));
    assert.deepEqual(toolCalls, []);
    assert.match(text, /상태: 배송 중/);
    assert.match(text, /도착 예정: 11월 21일/);
  });

  it('says what it found in lists, sentences, plain words and nothing', async () => {
    assert.match((await answer(afterTool('{"items":[{"title":"봄날","price":12000}]}'))).text, /- 봄날 · 12,000/);
    assert.equal((await answer(afterTool('{"message":"좌석을 잡았습니다."}'))).text, '좌석을 잡았습니다.');
    assert.match((await answer(afterTool('배송 중'))).text, /배송 중/);
    assert.match((await answer(afterTool('[]'))).text, /해당하는 내용이 없습니다/);
    assert.match((await answer(afterTool('boom', true))).text, /확인하지 못했습니다/);
  });

  it('stops at maxTokens and at stop words', async () => {
    const cut = await answer(ask('배송', { settings: { mode: 'stream', maxTokens: 6 } }, []));
    assert.equal(cut.text, '죄송합니다. ');
    assert.equal(cut.finish.reason.unified, 'length');
    assert.equal(
      (await answer(ask('배송', { settings: { mode: 'stream', stop: [' 안내'] } }, []))).text,
      '죄송합니다.',
    );
  });

  it('survives odd tools and texts', async () => {
    const tool = {
      name: 'constructor',
      description: '배송 조회',
      inputSchema: { properties: { __proto__: { type: 'string' } }, required: 7 },
    };
    const { error } = await hear(createToyModel({ id: 'toy' }), {
      prompt: { messages: [], sources: [{ id: '', title: '', text: '\u0000'.repeat(10) }] },
      tools: [tool],
    });
    assert.equal(error, undefined);
  });
});
