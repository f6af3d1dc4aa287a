import { operatorTicketListSchema, ticketListSchema } from '@naru/api-contract';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, scriptedModel } from '@naru/language-model/testing';
import { SignJWT } from 'jose';
import { commandLine } from '../../testing/command-line.ts';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';

const SHOP_SECRET = 'a shop secret that is long enough for HS256';

/** A server where customers have opened these tickets, each one's in the name of its words. */
async function setUp(messages: readonly string[]) {
  const server = await startTestServer({
    models: { primary: scriptedModel('primary', [[finish]]) },
    http: { userTokens: { secret: SHOP_SECRET } },
  });
  const headersOf = async (userId: string) => {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(SHOP_SECRET));
    return { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  };
  const url = `${server.publicUrl}/api/v1/support/tickets`;
  for (const message of messages) {
    const headers = await headersOf(message);
    const opened = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ message }) });
    assert.equal(opened.status, 201, await opened.text());
  }
  const seenBy = async (userId: string) => {
    const { tickets } = ticketListSchema.parse(await (await fetch(url, { headers: await headersOf(userId) })).json());
    return tickets.map(({ status }) => status);
  };
  const operator = { authorization: `Bearer ${OPERATOR_TOKEN}`, 'content-type': 'application/json' };
  const list = async (query = '') => {
    const response = await fetch(`${server.internalUrl}/internal/tickets${query}`, { headers: operator });
    assert.equal(response.status, 200);
    return operatorTicketListSchema.parse(await response.json());
  };
  const set = async (number: string, body: object) => {
    const address = `${server.internalUrl}/internal/tickets/${number}/status`;
    return (await fetch(address, { method: 'POST', headers: operator, body: JSON.stringify(body) })).status;
  };
  return { server, seenBy, list, set };
}

describe('the desk of those who look after tickets (S-TKT-5)', () => {
  it('shows all tickets page by page, and those that stand somewhere', async () => {
    const { server, list, set } = await setUp(['하나', '둘', '셋']);
    await using _server = server;
    const first = await list('?limit=2');
    assert.deepEqual(
      first.tickets.map(({ message }) => message),
      ['셋', '둘'],
    );
    const second = await list(`?limit=2&cursor=${first.next_cursor}`);
    assert.deepEqual([second.tickets.map(({ message }) => message), second.next_cursor], [['하나'], null]);
    assert.equal(await set(second.tickets[0]!.ticket_no, { status: 'closed' }), 200);
    assert.deepEqual(
      (await list('?status=closed')).tickets.map(({ message }) => message),
      ['하나'],
    );
    assert.equal((await list('?status=received')).tickets.length, 2);
  });

  it('changes where a ticket stands, for its customer too, and says in the log who did it', async () => {
    const { server, list, set, seenBy } = await setUp(['환불이 안 돼요']);
    await using _server = server;
    const number = (await list()).tickets[0]!.ticket_no;
    for (const status of ['in_progress', 'answered', 'closed', 'received'] as const) {
      assert.equal(await set(number.toLowerCase(), { status }), 200);
      assert.deepEqual(await seenBy('환불이 안 돼요'), [status]);
    }
    const entry = server.logger.entries.find(({ message }) => message === 'an operator said where a ticket stands');
    assert.deepEqual([entry?.fields?.['ticket'], entry?.fields?.['status']], [number, 'in_progress']);
    assert.ok(entry?.fields?.['operator']);
    assert.doesNotMatch(JSON.stringify(server.logger.entries), /환불/);
  });

  it('refuses what it does not know, and changes nothing', async () => {
    const { server, list, set } = await setUp(['환불이 안 돼요']);
    await using _server = server;
    const number = (await list()).tickets[0]!.ticket_no;
    assert.equal(await set(number, { status: 'lost' }), 400);
    assert.equal(await set(number, { status: 'closed', more: 1 }), 400);
    assert.equal(await set('STK202001010001', { status: 'closed' }), 404);
    assert.equal(await set('__proto__', { status: 'closed' }), 404);
    assert.equal((await list()).tickets[0]?.status, 'received');
    for (const query of ['?cursor=nonsense', '?limit=0', '?limit=201', '?status=lost']) {
      const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
      assert.equal((await fetch(`${server.internalUrl}/internal/tickets${query}`, { headers })).status, 400, query);
    }
  });

  it('is at hand on the command line', async () => {
    const { server, list, seenBy } = await setUp(['하나', '둘']);
    await using _server = server;
    const run = commandLine({ NARU_OPERATOR_TOKEN: OPERATOR_TOKEN });
    const url = ['--url', server.internalUrl];
    const [newest, oldest] = (await list()).tickets.map(({ ticket_no }) => ticket_no);
    const set = await run('tickets', 'set', oldest!, 'in_progress', ...url);
    assert.deepEqual([set.out, set.code], [`${oldest} is now in_progress.`, 0]);
    assert.deepEqual(await seenBy('하나'), ['in_progress']);
    const page = await run('tickets', 'list', '--limit', '1', ...url);
    assert.match(page.out, new RegExp(`${newest} +received`));
    assert.match(page.out, new RegExp(`More with: --cursor ${newest}$`));
    const next = await run('tickets', '--limit', '1', '--cursor', newest!, ...url);
    assert.match(next.out, new RegExp(`${oldest} +in_progress`));
    assert.equal((await run('tickets', '--status', 'closed', ...url)).out, 'There are no tickets.');
    const missing = await run('tickets', 'set', 'STK202001010001', 'closed', ...url);
    assert.equal(missing.code, 1);
    assert.match(missing.told, /no ticket of that number/);
  });
});
