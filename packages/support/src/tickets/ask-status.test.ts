import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryTicketService } from '../memory/memory-ticket-service.ts';
import { aNewTicket } from '../testing/a-ticket.ts';
import { KIM, setUpTickets } from '../testing/set-up-tickets.ts';
import type { AskStatusOutcome } from './ask-status.ts';

const numberOf = (outcome: AskStatusOutcome): string | undefined =>
  outcome.kind === 'found' ? outcome.ticket.number : undefined;

/** A desk whose service has one ticket of Kim's that nobody has remembered. */
async function withUnknownTicket() {
  const service = createMemoryTicketService();
  const ticket = await service.create(aNewTicket());
  let isListDown = false;
  const gone = new Set<string>();
  const set = setUpTickets({
    service: {
      ...service,
      find: async (owner, number) => (gone.has(number) ? undefined : service.find(owner, number)),
      list: async (owner, limit) => {
        if (isListDown) throw new Error('down');
        return (await service.list(owner, limit)).filter(({ number }) => !gone.has(number));
      },
    },
  });
  return { ...set, ticket, gone, takeListDown: () => (isListDown = true), create: service.create };
}

describe('asking for the status of a ticket (S-TKT-5)', () => {
  it('takes the number of the question', async () => {
    const { status, ticket, seen } = await withUnknownTicket();
    assert.deepEqual(await status(ticket.number), { kind: 'found', ticket });
    assert.deepEqual(seen, ['status-asked query']);
  });

  it("does not find another user's number", async () => {
    const { status, ticket } = await withUnknownTicket();
    const stranger = { ownerKey: 'u:43', isSignedIn: true, sessionId: 'u:43:x' };
    assert.deepEqual(await status(ticket.number, stranger), { kind: 'not-found', number: ticket.number });
  });

  it('else takes the last ticket of the session or of the user', async () => {
    const { open, status, seen, desk } = setUpTickets();
    await open('환불이 안 돼요');
    seen.length = 0;
    assert.ok(numberOf(await status()));
    assert.ok(numberOf(await status(undefined, { ...KIM, sessionId: 'u:42:laptop' })), 'on another device');
    await desk.forget('u:42:phone', undefined);
    assert.ok(numberOf(await status()));
    assert.deepEqual(
      seen.filter(event => event.startsWith('status')),
      Array(3).fill('status-asked cache'),
    );
  });

  it('takes the newer of two last tickets', async () => {
    const { open, status, clock } = setUpTickets();
    await open('환불이 안 돼요');
    await clock.advance(30_000);
    const second = await open('교환해 주세요', { ...KIM, sessionId: 'u:42:laptop' });
    assert.ok(second.kind === 'created');
    assert.equal(numberOf(await status()), second.ticket.number);
  });

  it("else takes the user's newest and remembers it", async () => {
    const { status, ticket, seen } = await withUnknownTicket();
    assert.equal(numberOf(await status()), ticket.number);
    assert.deepEqual(seen, ['recent-looked-up found', 'status-asked list']);
    seen.length = 0;
    await status();
    assert.deepEqual(seen, ['status-asked cache']);
  });

  it('forgets the last ticket after its time', async () => {
    const { open, status, clock, seen } = setUpTickets();
    await open('환불이 안 돼요');
    await clock.advance(86_400_000);
    seen.length = 0;
    await status();
    assert.deepEqual(seen, ['recent-looked-up found', 'status-asked list']);
  });

  it('says that there is none', async () => {
    const { status, seen } = setUpTickets();
    assert.deepEqual(await status(), { kind: 'none-recent' });
    assert.deepEqual(seen, ['recent-looked-up empty', 'status-asked missing']);
  });

  it('says that it could not look', async () => {
    const { status, seen, takeListDown } = await withUnknownTicket();
    takeListDown();
    assert.deepEqual(await status(), { kind: 'recent-unknown' });
    assert.deepEqual(seen, ['recent-looked-up error', 'status-asked missing']);
  });

  it("ignores the last ticket of the session's owner before, and counts it (S-TKT-4)", async () => {
    const { open, status, seen } = setUpTickets();
    await open('환불이 안 돼요', { ownerKey: 'a:1', isSignedIn: false, sessionId: 's:1' });
    seen.length = 0;
    const outcome = await status(undefined, { ownerKey: 'u:42', isSignedIn: true, sessionId: 's:1' });
    assert.deepEqual(outcome, { kind: 'none-recent' });
    assert.deepEqual(seen, ['owner-mismatch last_ticket', 'recent-looked-up empty', 'status-asked missing']);
  });

  it('looks once more for a remembered one that is gone, and finds the newest', async () => {
    const { status, seen, gone, ticket, create } = await withUnknownTicket();
    await status();
    const other = await create(aNewTicket({ idempotencyKey: 'other' }));
    gone.add(ticket.number);
    seen.length = 0;
    assert.equal(numberOf(await status()), other.number);
    assert.deepEqual(seen, ['status-asked cache', 'recent-looked-up found', 'cache-recovered recovered']);
  });

  it('tells apart that nothing is left and that it could not look again', async () => {
    const { status, seen, gone, ticket, takeListDown } = await withUnknownTicket();
    await status();
    gone.add(ticket.number);
    seen.length = 0;
    assert.deepEqual(await status(), { kind: 'none-recent' });
    takeListDown();
    assert.deepEqual(await status(), { kind: 'recent-unknown' });
    const recoveries = seen.filter(event => event.startsWith('cache-recovered'));
    assert.deepEqual(recoveries, ['cache-recovered miss', 'cache-recovered retry_failed']);
  });
});
