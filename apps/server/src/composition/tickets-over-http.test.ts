import { chatJsonAnswerSchema, createdTicketSchema, ticketListSchema, type ChatJsonAnswer } from '@naru/api-contract';
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { z } from 'zod';
import { callJson, composeShop, shopToken } from './testing/compose-shop.ts';

const TICKETS = '/api/v1/support/tickets';

/** The shop with a way to see which ticket counters moved since the last look. */
async function setUp() {
  const shop = await composeShop();
  let before = new Map<string, number>();

  async function counters(): Promise<Map<string, number>> {
    const text = await (await fetch(`${shop.internalUrl}/metrics`)).text();
    const lines = text.split('\n').filter(line => /^chat_ticket_\w+\{/.test(line));
    return new Map(lines.map(line => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
  }

  /** Such as `create_dedup_lookup miss`; more than once with a count. */
  async function moved(): Promise<readonly string[]> {
    const now = await counters();
    const changes = [...now].flatMap(([series, count]) => {
      const by = count - (before.get(series) ?? 0);
      const [, name = '', value = ''] = /^chat_ticket_(\w+)_total\{\w+="(\w+)"\}$/.exec(series) ?? [];
      return by === 0 ? [] : [`${name} ${value}${by === 1 ? '' : ` x${by}`}`];
    });
    before = now;
    return changes.toSorted();
  }

  /** A signed-in customer on one device: its conversation has the device's name. */
  async function device(userId: string, name: string) {
    const headers = { authorization: `Bearer ${await shopToken(userId)}` };
    const { publicUrl } = shop;
    return {
      chat: async (message: string, sessionId = name) =>
        askChat(publicUrl, headers, { message, session_id: sessionId }),
      open: (message: string, more: object = {}) =>
        callJson(publicUrl + TICKETS, headers, { message, session_id: name, ...more }),
      list: async (query = '') => {
        const { body } = await callJson(`${publicUrl}${TICKETS}${query}`, headers);
        return ticketListSchema.parse(body).tickets.map(({ ticket_no }) => ticket_no);
      },
      look: (number: string) => callJson(`${publicUrl}${TICKETS}/${number}`, headers),
      reset: () => callJson(`${publicUrl}/v1/chat/session/reset`, headers, { session_id: name }),
      fallbacks: async () => {
        const { body } = await callJson(`${publicUrl}/v1/chat/session/state?session_id=${name}`, headers);
        return fallbacksOf.parse(body);
      },
    };
  }
  return { ...shop, moved, device };
}

const fallbacksOf = z.object({ fallback_count: z.number(), unresolved_context: z.object({}).nullable() });
const errorOf = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

async function askChat(url: string, headers: Readonly<Record<string, string>>, body: object): Promise<ChatJsonAnswer> {
  return chatJsonAnswerSchema.parse((await callJson(`${url}/v1/chat`, headers, body)).body);
}

const CREATED = [
  'context_reset ticket_created',
  'context_reset_scope session_only',
  'create_dedup_lookup miss',
  'create_rate_limited pass',
];
const reusedBy = (scope: string) => [
  'context_reset ticket_reused',
  'context_reset_scope session_only',
  `create_dedup_lookup ${scope}`,
  `create_dedup_scope ${scope}`,
  'create_rate_limited dedup_bypass',
];
const blocked = (hasRecent: boolean) => [
  'create_dedup_lookup miss',
  'create_rate_limited blocked',
  `create_rate_limited_context ${hasRecent}`,
];

it('a customer with two devices creates, repeats, asks for and loses track of tickets over sessions and resets (S-TKT-1 to S-TKT-6)', async () => {
  await using shop = await setUp();
  const { moved, clock, database } = shop;
  const phone = await shop.device('42', 'phone');
  const laptop = await shop.device('42', 'laptop');
  const stranger = await shop.device('43', 'phone');

  // A question that finds nothing, and a bare wish: the ticket is of the question, and the matter is settled.
  assert.equal((await phone.chat('비트코인 지금 사도 돼?')).reason_code, 'NO_EVIDENCE');
  assert.equal((await phone.fallbacks()).fallback_count, 1);
  const created = await phone.chat('문의 접수해줘');
  const first = created.ticket?.ticket_no ?? '';
  assert.match(first, /^STK\d{8}0001$/);
  assert.deepEqual([created.ticket?.state, created.status], ['created', 'ok']);
  assert.deepEqual(await moved(), CREATED);
  assert.deepEqual(await phone.fallbacks(), { fallback_count: 0, unresolved_context: null });

  // The same again, in the same conversation and on the other device.
  const again = await phone.chat('비트코인  지금 사도 돼?? 문의 접수 부탁드려요');
  assert.deepEqual(again.ticket, { state: 'deduplicated', ticket_no: first, next_allowed_at: null });
  assert.deepEqual(await moved(), reusedBy('session'));
  const onLaptop = await laptop.open('비트코인 지금 사도 돼?');
  const { ticket_no: reusedNumber, reused } = createdTicketSchema.parse(onLaptop.body);
  assert.deepEqual([onLaptop.status, reusedNumber, reused], [200, first, true]);
  assert.deepEqual(await moved(), reusedBy('user'));

  // Another matter has to wait, on the route and in chat.
  const refused = await laptop.open('책이 찢어져서 왔어요');
  assert.equal(refused.status, 429);
  const { error } = errorOf.parse(refused.body);
  assert.equal(error.code, 'rate_limited');
  assert.ok(error.message.includes(first));
  const waitSeconds = Number(refused.headers.get('retry-after'));
  assert.ok(waitSeconds > 0 && waitSeconds <= 30, String(waitSeconds));
  assert.deepEqual(await moved(), blocked(true));
  const cooling = await laptop.chat('책이 찢어져서 왔어요, 문의 접수해줘');
  assert.deepEqual([cooling.reason_code, cooling.next_action], ['RATE_LIMITED', 'RETRY']);
  const retryAfterMs = cooling.retry_after_ms ?? 0;
  assert.ok(retryAfterMs > 0 && retryAfterMs <= 30_000);
  const [citation] = cooling.citations;
  assert.ok(citation && 'source' in citation);
  assert.deepEqual([citation.source, citation.endpoint], ['ticket_create_cooldown', `POST ${TICKETS}`]);
  assert.match(citation.snippet, new RegExp(`^remaining_sec=\\d+, recent_ticket_no=${first}$`));
  assert.deepEqual(await moved(), blocked(true));

  clock.forward(30_000);
  const second = await laptop.open('책이 찢어져서 왔어요', { category: '파본', severity: 'urgent' });
  const body = createdTicketSchema.parse(second.body);
  const { ticket_no: secondNumber, category, severity, expected_first_response_minutes: minutes } = body;
  assert.deepEqual([second.status, category, severity, minutes], [201, '파본', 'urgent', 30]);
  assert.deepEqual(await moved(), CREATED);

  // A stranger neither sees nor is held up by any of it.
  assert.equal((await stranger.look(first)).status, 404);
  assert.equal((await stranger.chat(`${first} 언제 답변 와요?`)).reason_code, 'TICKET_NOT_FOUND');
  assert.deepEqual(await stranger.list(), []);
  assert.deepEqual(await moved(), ['status_lookup_ticket_source query']);
  assert.deepEqual(await phone.list('?limit=1'), [secondNumber]);

  // Asked without a number: the user's last one, also on the other device; by number, the one named.
  const status = await phone.chat('내 문의 처리 상태 알려줘');
  assert.match(status.answer, /접수됨.*파본.*긴급.*30분/);
  assert.equal(status.ticket?.ticket_no, secondNumber);
  assert.equal((await phone.chat(`stk ${first.slice(3)}`)).ticket?.ticket_no, first);
  assert.deepEqual(await moved(), ['status_lookup_ticket_source cache', 'status_lookup_ticket_source query']);

  // A reset forgets it for session and user; the list still knows, and then it is remembered again.
  assert.equal((await phone.reset()).status, 200);
  assert.deepEqual(await moved(), ['context_reset session_reset', 'context_reset_scope session_and_user']);
  for (const expected of [
    ['status_lookup_ticket_source list', 'status_recent_lookup found'],
    ['status_lookup_ticket_source cache'],
  ]) {
    assert.equal((await phone.chat('내 문의 처리 상태 알려줘')).ticket?.ticket_no, secondNumber);
    assert.deepEqual(await moved(), expected);
  }
  // The dedup of both scopes is gone with it, and so is the cooldown.
  assert.equal((await phone.open('책이 찢어져서 왔어요')).status, 201);
  assert.deepEqual(await moved(), CREATED);

  // The remembered ticket is gone: looked for once more, found, not found, and not to be had.
  const lose = (...numbers: readonly string[]) =>
    database.write(db => db.deleteFrom('ticket').where('number', 'in', numbers).execute());
  const numbersLeft = await phone.list();
  await lose(numbersLeft[0]!);
  assert.equal((await phone.chat('내 문의 처리 상태 알려줘')).ticket?.ticket_no, secondNumber);
  assert.deepEqual(await moved(), [
    'status_lookup_cache_recovery recovered',
    'status_lookup_ticket_source cache',
    'status_recent_lookup found',
  ]);
  await lose(...numbersLeft);
  const empty = await phone.chat('내 문의 처리 상태 알려줘');
  assert.deepEqual([empty.status, empty.reason_code], ['needs_input', 'RECENT_LOOKUP_EMPTY']);
  assert.deepEqual(await moved(), [
    'status_lookup_cache_recovery miss',
    'status_lookup_ticket_source cache',
    'status_recent_lookup empty',
  ]);
  clock.forward(30_000);
  const third = createdTicketSchema.parse((await phone.open('포인트가 사라졌어요')).body).ticket_no;
  await moved();
  await database.write(db =>
    db
      .updateTable('ticket')
      .set({ number: `${third}9`, status: 'nonsense' })
      .where('number', '=', third)
      .execute(),
  );
  const failed = await phone.chat('내 문의 처리 상태 알려줘');
  assert.deepEqual([failed.status, failed.reason_code], ['needs_input', 'RECENT_LOOKUP_ERROR']);
  assert.notEqual(failed.answer, empty.answer);
  assert.deepEqual(await moved(), [
    'status_lookup_cache_recovery retry_failed',
    'status_lookup_ticket_source cache',
    'status_recent_lookup error',
  ]);
  await phone.reset();
  await moved();
  assert.equal((await phone.chat('내 문의 처리 상태 알려줘')).reason_code, 'RECENT_LOOKUP_ERROR');
  assert.deepEqual(await moved(), ['status_lookup_ticket_source missing', 'status_recent_lookup error']);

  // Another instance is just opening one: no number to name yet.
  const mark = JSON.stringify({ ownerKey: 'u:42', holder: 'elsewhere', untilMs: clock.now() + 5_000 });
  await database.write(db =>
    db.updateTable('ticket_scope').set({ mark }).where('kind', '=', 'user').where('scope_id', '=', 'u:42').execute(),
  );
  assert.equal((await laptop.open('쿠폰이 안 보여요')).status, 429);
  assert.deepEqual(await moved(), blocked(false));
});

it('a login keeps the conversation and changes its owner: what was left there is ignored, counted, and blocks nobody (S-TKT-4)', async () => {
  await using shop = await setUp();
  const { moved, publicUrl } = shop;
  const cookie = { cookie: 'naru_customer=0123456789abcdef0123456789abcdef' };
  const visitor = await askChat(publicUrl, cookie, { message: '환불이 안 돼요. 문의 접수해줘' });
  const { session_id: sessionId } = visitor;
  assert.equal(visitor.ticket?.state, 'created');
  await moved();

  const token = { authorization: `Bearer ${await shopToken('42')}` };
  assert.equal((await callJson(`${publicUrl}/v1/sign-in`, { ...cookie, ...token }, {})).status, 200);
  const kim = await shop.device('42', sessionId);
  const status = await kim.chat('내 문의 처리 상태 알려줘');
  assert.equal(status.ticket?.ticket_no, visitor.ticket?.ticket_no, "the visitor's ticket is the customer's now");
  assert.deepEqual(await kim.list(), [visitor.ticket?.ticket_no]);
  assert.deepEqual(await moved(), [
    'session_cache_owner_mismatch last_ticket',
    'status_lookup_ticket_source list',
    'status_recent_lookup found',
  ]);
  const own = await kim.chat('환불이 안 돼요. 문의 접수해줘');
  assert.equal(own.ticket?.state, 'created');
  assert.notEqual(own.ticket?.ticket_no, visitor.ticket?.ticket_no);
  assert.deepEqual(await moved(), [...CREATED, 'session_cache_owner_mismatch create_last']);
});

it('many presses on two devices at once open one ticket, and tell all of its number (S-TKT-2)', async () => {
  await using shop = await setUp();
  const devices = [await shop.device('42', 'phone'), await shop.device('42', 'laptop')];
  const presses = Array.from({ length: 12 }, (_, index) => devices[index % 2]!.open('환불이 안 돼요'));
  const answers = (await Promise.all(presses)).map(({ status, body }) => ({
    status,
    number: createdTicketSchema.parse(body).ticket_no,
  }));
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [...Array<number>(11).fill(200), 201]);
  assert.equal(new Set(answers.map(({ number }) => number)).size, 1);
  assert.equal((await devices[0]!.list()).length, 1);
});
