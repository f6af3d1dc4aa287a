import { createdTicketSchema, ticketListSchema, ticketSchema } from '@naru/api-contract';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { SignJWT } from 'jose';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { startTestServer } from '../../testing/start-test-server.ts';

const SECRET = 'a shop secret that is long enough for HS256';
const TICKETS = '/api/v1/support/tickets';
const errorBody = z.object({
  error: z.object({ code: z.string(), message: z.string(), request_id: z.string(), trace_id: z.string() }),
});

async function setUp() {
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[say('이틀 걸립니다 [1].'), finish]]) },
    http: { userTokens: { secret: SECRET } },
  });
  async function as(userId: string) {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(SECRET));
    return (path: string, body?: unknown): Promise<Response> => call(server.publicUrl + path, body, `Bearer ${token}`);
  }
  return { server, as };
}

function call(url: string, body?: unknown, authorization?: string): Promise<Response> {
  return fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

const refusal = async (response: Response) => {
  const { error } = errorBody.parse(await response.json());
  return { status: response.status, ...error };
};

describe('the ticket routes (S-TKT-1)', () => {
  it('open, list and show a ticket, in the shapes of the contract', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const kim = await as('42');
    const opened = await kim(TICKETS, { message: '환불이 안 됐어요' });
    assert.equal(opened.status, 201);
    const { reused, ...ticket } = createdTicketSchema.parse(await opened.json());
    const { status, category, severity, expected_first_response_minutes: minutes, title } = ticket;
    assert.deepEqual(
      [status, category, severity, minutes, title, reused],
      ['received', '환불', 'high', 120, '환불이 안 됐어요', false],
    );
    assert.ok(Math.abs(Date.parse(ticket.created_at) - Date.now()) < 60_000);
    assert.deepEqual(ticketSchema.parse(await (await kim(`${TICKETS}/${ticket.ticket_no}`)).json()), ticket);
    assert.deepEqual(ticketListSchema.parse(await (await kim(TICKETS)).json()), { tickets: [ticket] });
    const again = await kim(TICKETS, { message: '환불이 안 됐어요!' });
    assert.equal(again.status, 200);
    assert.deepEqual(createdTicketSchema.parse(await again.json()), { ...ticket, reused: true });
  });

  it('leave unset what nobody set', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const opened = await (await as('42'))(TICKETS, { message: '전할 말이 있습니다' });
    const { category, severity } = createdTicketSchema.parse(await opened.json());
    assert.deepEqual([category, severity], [null, null]);
  });

  it('say in Korean when the next one may come, and which one was last', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const kim = await as('42');
    const { ticket_no: number } = createdTicketSchema.parse(
      await (await kim(TICKETS, { message: '환불이 안 됐어요' })).json(),
    );
    const response = await kim(TICKETS, { message: '교환해 주세요' });
    const { status, code, message } = await refusal(response);
    assert.deepEqual([status, code], [429, 'rate_limited']);
    assert.match(message, new RegExp(`${number}.*초 뒤에`));
    assert.ok(Number(response.headers.get('retry-after')) <= 30);
  });

  it('take signed-in customers only', async () => {
    const { server } = await setUp();
    await using _server = server;
    const visitor = 'naru_customer=0123456789abcdef0123456789abcdef';
    for (const headers of [{}, { cookie: visitor }, { authorization: 'Bearer nonsense' }]) {
      const response = await fetch(server.publicUrl + TICKETS, { headers });
      assert.equal((await refusal(response)).code, 'unauthenticated');
    }
  });

  it('take no change by cookie from a foreign page', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const signedIn = await (await as('42'))('/v1/sign-in', {});
    const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const response = await fetch(server.publicUrl + TICKETS, {
      method: 'POST',
      headers: { cookie, origin: 'https://evil.example', 'content-type': 'application/json' },
      body: JSON.stringify({ message: '환불' }),
    });
    assert.equal((await refusal(response)).code, 'origin_denied');
  });

  for (const [what, body, said] of [
    ['no message', {}, /message/],
    ['an empty one', { message: '' }, /message/],
    ['white space', { message: ' \n\t' }, /message: must hold more/],
    ['joiners alone', { message: '\u200b\u200d' }, /message: must hold more/],
    ['a NUL', { message: '환불\0' }, /message: holds what is no text/],
    ['half of a character', { message: '환불 \ud83d' }, /message: holds what is no text/],
    ['a category of control characters', { message: '환불', category: '\0' }, /category: holds/],
    ['a session that nobody can have', { message: '환불', session_id: 'a\0' }, /session_id: holds/],
    ['one too long', { message: '가'.repeat(2_001) }, /message/],
    ['a severity that there is not', { message: '환불', severity: 'MEDIUM' }, /severity: must be one of low, normal/],
    ['a message that is no text', { message: { $ne: 1 } }, /message/],
  ] as const) {
    it(`refuse ${what}, and say what is wrong`, async () => {
      const { server, as } = await setUp();
      await using _server = server;
      const { status, code, message } = await refusal(await (await as('42'))(TICKETS, body));
      assert.deepEqual([status, code], [400, 'invalid_request']);
      assert.match(message, said);
    });
  }

  it('refuse a list that is too long', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const kim = await as('42');
    for (const limit of ['0', '101', 'x', '-1', '1.5']) {
      assert.equal((await refusal(await kim(`${TICKETS}?limit=${limit}`))).code, 'invalid_request', limit);
    }
  });

  it('find a ticket by its number alone, however it is written', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const kim = await as('42');
    const { ticket_no: number } = createdTicketSchema.parse(
      await (await kim(TICKETS, { message: '환불이 안 됐어요' })).json(),
    );
    const apart = `stk-${number.slice(3, 11)}-${number.slice(11)}`;
    for (const path of [number, apart]) assert.equal((await kim(`${TICKETS}/${path}`)).status, 200, path);
    for (const path of [`${number}%00`, `${number}x`, `x${number}`, `${number}%20${number}`]) {
      assert.equal((await refusal(await kim(`${TICKETS}/${path}`))).status, 404, path);
    }
  });

  it("do not tell of another's ticket, nor of a number that is none", async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const opened = await (await as('42'))(TICKETS, { message: '환불이 안 됐어요' });
    const { ticket_no: number } = createdTicketSchema.parse(await opened.json());
    const lee = await as('43');
    for (const path of [number, 'STK202001010001', '__proto__', 'x', '%00']) {
      const { status, message } = await refusal(await lee(`${TICKETS}/${path}`));
      assert.deepEqual([status, message], [404, '문의를 찾을 수 없습니다.'], path);
    }
  });

  it("know a conversation of the customer's, and none of anybody else's", async () => {
    const { server, as } = await setUp();
    await using _server = server;
    const kim = await as('42');
    const chat = (await (await kim('/v1/chat', { message: '없음' })).json()) as { session_id: string };
    const opened = await kim(TICKETS, { message: '환불이 안 됐어요', session_id: chat.session_id });
    assert.equal(opened.status, 201);
    const state = (await (
      await kim(`/v1/chat/session/state?session_id=${encodeURIComponent(chat.session_id)}`)
    ).json()) as { fallback_count: number };
    assert.equal(state.fallback_count, 0, 'the ticket takes care of the matter (S-TKT-6)');
    const lee = await as('43');
    for (const foreign of [chat.session_id, 'u:42', 'u:42:anything', 's:0123456789abcdef0123456789abcdef']) {
      const { status, message } = await refusal(await lee(TICKETS, { message: '환불', session_id: foreign }));
      assert.deepEqual([status, message], [404, '대화를 찾을 수 없습니다.'], foreign);
    }
    assert.equal((await lee(TICKETS, { message: '환불', session_id: 'u:43:mine' })).status, 201);
    assert.equal((await lee(TICKETS, { message: '환불', session_id: 'a name of my own' })).status, 200);
  });

  it('write no word of a customer into the log', async () => {
    const { server, as } = await setUp();
    await using _server = server;
    await (
      await as('42')
    )(TICKETS, { message: '비밀스러운 환불' });
    assert.ok(!JSON.stringify(server.logger.entries).includes('비밀스러운'));
  });
});
