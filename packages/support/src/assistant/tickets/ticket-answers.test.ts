import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AssistantQuestion, FixedAnswer, Owner } from '@naru/chat/assistant';
import { createMemoryTicketService } from '../../memory/memory-ticket-service.ts';
import { aQuestion } from '../../testing/a-question.ts';
import { NOON_MS } from '../../testing/a-ticket.ts';
import { setUpTickets, type TicketOverrides } from '../../testing/set-up-tickets.ts';
import { shippedKnowledge } from '../../testing/shipped-knowledge.ts';
import { createSupportAssistant } from '../support-assistant.ts';
import { ASK_INQUIRY } from './ticket-sentences.ts';

const knowledge = await shippedKnowledge();
const KIM: Owner = { kind: 'user', userId: '42' };
const ownerKeyOf = (owner: Owner) => (owner.kind === 'user' ? `u:${owner.userId}` : `a:${owner.anonymousId}`);

function setUp(overrides?: TicketOverrides) {
  const tickets = setUpTickets(overrides);
  const assistant = createSupportAssistant({ knowledge, tickets: { desk: tickets.desk, ownerKeyOf } });
  let turns = 0;
  /** Prepares the answer and, where it is an act, does it. */
  async function ask(text: string, given: Partial<AssistantQuestion> = {}): Promise<FixedAnswer> {
    const question = aQuestion({ text, owner: KIM, sessionId: 'u:42:phone', nowMs: tickets.clock.now(), ...given });
    const prepared = await assistant.prepare(question);
    turns += 1;
    const { owner, sessionId, signal } = question;
    const context = { owner, sessionId, turnId: `turn-${turns}`, callKey: `call-${turns}`, signal };
    if (prepared.kind === 'act-once') return prepared.run(context);
    assert.ok(prepared.kind === 'fixed-answer', `"${text}" went to the model`);
    return prepared;
  }
  return { ...tickets, assistant, ask };
}

const unresolved = { query: '새벽 배송이 안 와요', reasonCode: 'NO_EVIDENCE' };

describe('a wish for a ticket in chat (S-TKT-1)', () => {
  it('opens one of what the message says, and settles the matter (S-TKT-6)', async () => {
    const { ask, service } = setUp();
    const answer = await ask('환불이 안 돼요. 문의 접수해줘');
    assert.deepEqual(answer, {
      kind: 'fixed-answer',
      intent: 'TICKET_CREATE',
      citations: [],
      status: 'ok',
      reasonCode: 'OK',
      nextAction: 'NONE',
      settlesMatter: true,
      text: '문의를 접수했습니다. 접수 번호는 STK202611200001입니다. 분류는 환불, 중요도는 높음이며, 첫 답변은 접수 후 120분 이내로 예상됩니다.',
      ticket: { state: 'created', number: 'STK202611200001' },
    });
    assert.equal((await service.list('u:42', 1))[0]?.message, '환불이 안 돼요. 문의 접수해줘');
  });

  it('is not granted by preparing it: a turn that is refused opens nothing', async () => {
    const { assistant, service } = setUp();
    await assistant.prepare(aQuestion({ text: '환불이 안 돼요. 문의 접수해줘', owner: KIM }));
    assert.deepEqual(await service.list('u:42', 1), []);
  });

  it('takes the question that got no answer where it is bare', async () => {
    const { ask, service } = setUp();
    await ask('문의 접수해줘', { unresolved });
    assert.equal((await service.list('u:42', 1))[0]?.message, '새벽 배송이 안 와요');
  });

  it('asks what it should say where there is none, and takes the next message', async () => {
    const { ask, service } = setUp();
    const asked = await ask('문의 접수해줘');
    const { text, status, reasonCode, nextAction } = asked;
    assert.deepEqual(
      [text, status, reasonCode, nextAction],
      [ASK_INQUIRY, 'needs_input', 'INPUT_REQUIRED', 'PROVIDE_REQUIRED_INFO'],
    );
    const history = [
      { role: 'user', text: '문의 접수해줘' },
      { role: 'assistant', text },
    ] as const;
    const answer = await ask('지난주 북토크 사진은 언제 올라오나요', { history });
    assert.equal(answer.ticket?.state, 'created');
    assert.equal((await service.list('u:42', 1))[0]?.message, '지난주 북토크 사진은 언제 올라오나요');
  });

  it('is dropped where the customer says no', async () => {
    const { ask, service } = setUp();
    const history = [{ role: 'assistant', text: ASK_INQUIRY }] as const;
    assert.equal((await ask('아니요 취소할게요, 비트코인은요?', { history })).reasonCode, 'NO_EVIDENCE');
    assert.deepEqual(await service.list('u:42', 1), []);
  });

  it('finds the ticket that the same inquiry has, also said otherwise around it', async () => {
    const { ask } = setUp();
    await ask('문의 접수해줘', { unresolved });
    const answer = await ask('새벽 배송이 안 와요! 문의 등록 부탁드려요');
    assert.deepEqual(answer.ticket, { state: 'deduplicated', number: 'STK202611200001' });
    assert.match(answer.text, /이미 접수되어 있습니다.*STK202611200001/);
    assert.equal(answer.settlesMatter, true);
  });

  it('is told to wait while another one cools, with a citation that says how long (S-TKT-3)', async () => {
    const { ask, clock } = setUp();
    await ask('환불이 안 돼요. 문의 접수해줘');
    await clock.advance(6_500);
    const answer = await ask('교환 문의 접수해줘');
    assert.deepEqual(answer, {
      kind: 'fixed-answer',
      intent: 'TICKET_CREATE',
      citations: [],
      text: '방금 문의 STK202611200001을(를) 접수하셨습니다. 다른 문의는 24초 뒤에 접수해 주세요.',
      status: 'ok',
      reasonCode: 'RATE_LIMITED',
      nextAction: 'RETRY',
      retryAfterMs: 23_500,
      systemCitations: [
        {
          source: 'ticket_create_cooldown',
          endpoint: 'POST /api/v1/support/tickets',
          snippet: 'remaining_sec=24, recent_ticket_no=STK202611200001',
        },
      ],
      ticket: { state: 'cooldown', number: 'STK202611200001', nextAllowedAtMs: NOON_MS + 30_000 },
    });
  });

  it('that asks how tickets are opened is left to the articles', async () => {
    const { assistant, service } = setUp();
    const prepared = await assistant.prepare(aQuestion({ text: '1:1 문의 접수는 어떻게 하나요?', owner: KIM }));
    assert.notEqual(prepared.kind, 'act-once');
    assert.deepEqual(await service.list('u:42', 1), []);
  });

  it('keeps an anonymous customer to the conversation', async () => {
    const { ask } = setUp();
    const owner: Owner = { kind: 'anonymous', anonymousId: 'x' };
    await ask('환불이 안 돼요. 문의 접수해줘', { owner, sessionId: 's:1' });
    const elsewhere = await ask('환불이 안 돼요. 문의 접수해줘', { owner, sessionId: 's:2' });
    assert.equal(elsewhere.ticket?.number, 'STK202611200002');
  });
});

describe('a question on a ticket in chat (S-TKT-5)', () => {
  it('is answered with state, category, severity and minutes', async () => {
    const { ask } = setUp();
    await ask('책 향기 문의 접수해줘');
    const { text, ticket, status } = await ask('STK202611200001');
    assert.equal(
      text,
      "문의 STK202611200001의 상태는 '접수됨'입니다. 분류는 미분류, 중요도는 미지정이며, 첫 답변은 접수 후 480분 이내로 예상됩니다.",
    );
    assert.deepEqual([ticket, status], [{ state: 'found', number: 'STK202611200001' }, 'ok']);
  });

  it('needs no number where there is a last ticket', async () => {
    const { ask } = setUp();
    await ask('환불이 안 돼요. 문의 접수해줘');
    assert.equal((await ask('내 문의 처리 상태 알려줘')).ticket?.number, 'STK202611200001');
  });

  it("does not tell of another user's ticket", async () => {
    const { ask } = setUp();
    await ask('환불이 안 돼요. 문의 접수해줘');
    const other = { owner: { kind: 'user', userId: '43' }, sessionId: 'u:43:x' } as const;
    const answer = await ask('STK202611200001 상태', other);
    assert.deepEqual([answer.status, answer.reasonCode], ['needs_input', 'TICKET_NOT_FOUND']);
    assert.match(answer.text, /찾을 수 없습니다/);
  });

  it('tells apart that there is none and that it could not look', async () => {
    const empty = await setUp().ask('내 문의 상태 알려줘');
    const down = { ...createMemoryTicketService(), list: () => Promise.reject(new Error('down')) };
    const failed = await setUp({ service: down }).ask('내 문의 상태 알려줘');
    assert.deepEqual([empty.status, empty.reasonCode], ['needs_input', 'RECENT_LOOKUP_EMPTY']);
    assert.deepEqual([failed.status, failed.reasonCode], ['needs_input', 'RECENT_LOOKUP_ERROR']);
    assert.notEqual(empty.text, failed.text);
  });
});
