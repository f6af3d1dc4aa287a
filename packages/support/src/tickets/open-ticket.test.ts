import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createMemoryTicketMemory } from '../memory/memory-ticket-memory.ts';
import { createMemoryTicketService } from '../memory/memory-ticket-service.ts';
import type { TicketMemory } from '../ports/ticket-memory.ts';
import { NOON_MS } from '../testing/a-ticket.ts';
import { KIM, setUpTickets } from '../testing/set-up-tickets.ts';
import type { OpenTicketOutcome } from './open-ticket-request.ts';
import { createTicketDesk } from './ticket-desk.ts';

const numberOf = (outcome: OpenTicketOutcome): string => {
  assert.ok(outcome.kind !== 'cooling', 'refused by the cooldown');
  return outcome.ticket.number;
};
const LAPTOP = { ...KIM, sessionId: 'u:42:laptop' };
const CREATED = ['dedup-looked-up miss', 'cooldown-checked pass', 'context-reset ticket_created session_only'];
const reusedBy = (scope: string) => [
  `dedup-looked-up ${scope}`,
  'cooldown-checked dedup_bypass',
  'context-reset ticket_reused session_only',
];

describe('opening a ticket', () => {
  it('keeps the message, what the rules see in it and when an answer may be expected', async () => {
    const { open, service, seen } = setUpTickets();
    const outcome = await open('환불이 아직도  안 됐어요');
    assert.equal(outcome.kind, 'created');
    const ticket = await service.find('u:42', numberOf(outcome));
    assert.deepEqual(
      [ticket?.subject, ticket?.message, ticket?.category, ticket?.severity, ticket?.expectedFirstResponseMinutes],
      ['환불이 아직도 안 됐어요', '환불이 아직도  안 됐어요', '환불', 'high', 120],
    );
    assert.deepEqual(seen, CREATED);
  });

  it('takes the customer for better than the rules', async () => {
    const { desk } = setUpTickets();
    const given = { owner: KIM, message: '환불이 안 됐어요', idempotencyKey: 'a' };
    const outcome = await desk.open({ ...given, category: '기타', severity: 'low' });
    assert.ok(outcome.kind === 'created');
    const { category, severity, expectedFirstResponseMinutes } = outcome.ticket;
    assert.deepEqual([category, severity, expectedFirstResponseMinutes], ['기타', 'low', 1_440]);
  });

  it('gives the same inquiry of the same session its ticket, counted for the session (S-TKT-2, S-TKT-3)', async () => {
    const { open, seen } = setUpTickets();
    const first = await open('환불이 안 돼요');
    seen.length = 0;
    const again = await open('환불이  안돼요!');
    assert.deepEqual([again.kind, numberOf(again)], ['reused', numberOf(first)]);
    assert.deepEqual(seen, reusedBy('session'));
  });

  it('gives it also on another device of the same user, counted for the user', async () => {
    const { open, seen } = setUpTickets();
    const first = await open('환불이 안 돼요');
    seen.length = 0;
    const again = await open('환불이 안 돼요', LAPTOP);
    assert.equal(numberOf(again), numberOf(first));
    assert.deepEqual(seen, reusedBy('user'));
    seen.length = 0;
    await open('환불이 안 돼요', LAPTOP);
    assert.deepEqual(seen, reusedBy('session'), 'a repeat within the same session counts as session');
  });

  it('makes another inquiry wait, on every device, and names the recent ticket (S-TKT-3)', async () => {
    const { open, clock, seen } = setUpTickets();
    const first = await open('환불이 안 돼요');
    await clock.advance(10_000);
    seen.length = 0;
    const blocked = await open('교환해 주세요', LAPTOP);
    assert.deepEqual(blocked, {
      kind: 'cooling',
      retryAfterMs: 20_000,
      nextAllowedAtMs: NOON_MS + 30_000,
      recentNumber: numberOf(first),
    });
    assert.deepEqual(seen, ['dedup-looked-up miss', 'cooldown-checked blocked true']);
    await clock.advance(20_000);
    assert.equal((await open('교환해 주세요', LAPTOP)).kind, 'created');
  });

  it('waits anew after a reuse (S-TKT-3)', async () => {
    const { open, clock } = setUpTickets();
    await open('환불이 안 돼요');
    await clock.advance(29_000);
    await open('환불이 안 돼요');
    await clock.advance(29_000);
    assert.equal((await open('교환해 주세요')).kind, 'cooling');
  });

  it('asks nobody to wait who has no cooldown', async () => {
    const { open } = setUpTickets({ settings: { cooldownMs: 0 } });
    assert.notEqual(numberOf(await open('환불이 안 돼요')), numberOf(await open('교환해 주세요')));
  });

  it('opens another one for the same inquiry once it is forgotten', async () => {
    const { open, clock } = setUpTickets();
    const first = await open('환불이 안 돼요');
    await clock.advance(600_000);
    assert.notEqual(numberOf(await open('환불이 안 돼요')), numberOf(first));
  });

  it('neither reuses nor waits for what the owner before left in the session, and counts it (S-TKT-4)', async () => {
    const { open, seen } = setUpTickets();
    const anonymous = { ownerKey: 'a:1', isSignedIn: false, sessionId: 's:1' };
    const signedIn = { ownerKey: 'u:42', isSignedIn: true, sessionId: 's:1' };
    const before = await open('환불이 안 돼요', anonymous);
    seen.length = 0;
    const after = await open('환불이 안 돼요', signedIn);
    assert.notEqual(numberOf(after), numberOf(before));
    assert.deepEqual(seen, ['owner-mismatch create_last', ...CREATED]);
  });

  it('knows an anonymous customer by the conversation alone', async () => {
    const { open } = setUpTickets();
    const anonymous = { ownerKey: 'a:1', isSignedIn: false, sessionId: 's:1' };
    const first = await open('환불이 안 돼요', anonymous);
    assert.equal(numberOf(await open('환불이 안 돼요', anonymous)), numberOf(first));
    assert.equal((await open('교환', anonymous)).kind, 'cooling');
    assert.equal((await open('환불이 안 돼요', { ...anonymous, sessionId: 's:2' })).kind, 'created');
  });

  it('forgets session and user at a reset, or the session alone (C-SES-3)', async () => {
    const { open, desk, seen } = setUpTickets();
    const first = await open('환불이 안 돼요');
    seen.length = 0;
    await desk.forget('u:42:phone', undefined);
    assert.deepEqual(seen, ['context-reset session_reset session_only']);
    seen.length = 0;
    assert.equal(numberOf(await open('환불이 안 돼요')), numberOf(first));
    assert.deepEqual(seen, reusedBy('user'));
    seen.length = 0;
    await desk.forget('u:42:phone', 'u:42');
    assert.deepEqual(seen, ['context-reset session_reset session_and_user']);
    assert.equal((await open('교환해 주세요')).kind, 'created');
  });

  it('opens one for many that ask the same at once, and tells all of them its number', async () => {
    const { open, service, clock } = setUpTickets();
    const asked = Promise.all([KIM, LAPTOP, KIM, LAPTOP, KIM].map(owner => open('환불이 안 돼요', owner)));
    await clock.advance(1_000);
    const outcomes = await asked;
    assert.deepEqual(outcomes.map(({ kind }) => kind).toSorted(), ['created', ...Array(4).fill('reused')]);
    assert.equal(new Set(outcomes.map(numberOf)).size, 1);
    assert.equal((await service.list('u:42', 10)).length, 1);
    assert.equal(clock.pending, 0);
  });

  it('opens one for two that ask different things at once, and tells the other which one it waits for', async () => {
    const { open, clock } = setUpTickets();
    const asked = Promise.all([open('환불이 안 돼요'), open('교환해 주세요', LAPTOP)]);
    await clock.advance(1_000);
    const [first, second] = await asked;
    assert.ok(first.kind === 'created' && second.kind === 'cooling');
    assert.equal(second.recentNumber, first.ticket.number);
  });

  it('tells to wait without a number where the other takes longer than a second', async () => {
    const opened = Promise.withResolvers<void>();
    const service = createMemoryTicketService();
    const create: typeof service.create = async ticket => {
      await opened.promise;
      return service.create(ticket);
    };
    const { open, seen, clock } = setUpTickets({ service: { ...service, create } });
    const first = open('환불이 안 돼요');
    const second = open('교환해 주세요', LAPTOP);
    await clock.advance(1_000);
    const blocked = await second;
    assert.ok(blocked.kind === 'cooling');
    assert.deepEqual([blocked.recentNumber, blocked.nextAllowedAtMs], [undefined, NOON_MS + 10_000]);
    assert.ok(seen.includes('cooldown-checked blocked false'));
    opened.resolve();
    assert.equal((await first).kind, 'created');
  });

  it('gives up on a memory that contradicts itself', async () => {
    const memory: TicketMemory = { ...createMemoryTicketMemory(), claim: async () => false };
    const { open, service } = setUpTickets({ memory });
    await assert.rejects(open('환불이 안 돼요'), /refuses a mark/);
    assert.deepEqual(await service.list('u:42', 1), []);
  });

  it('leaves no wait behind when the service fails', async () => {
    const service = createMemoryTicketService();
    let isDown = true;
    const flaky = {
      ...service,
      create: (...args: Parameters<typeof service.create>) =>
        isDown ? Promise.reject(new Error('down')) : service.create(...args),
    };
    const { open } = setUpTickets({ service: flaky });
    await assert.rejects(open('환불이 안 돼요'), /down/);
    isDown = false;
    assert.equal((await open('교환해 주세요')).kind, 'created');
  });

  it('gives the ticket also when it cannot be remembered, and logs no word of the customer', async () => {
    const memory: TicketMemory = { ...createMemoryTicketMemory(), remember: () => Promise.reject(new Error('down')) };
    const { open, logger } = setUpTickets({ memory });
    assert.equal((await open('환불이 안 돼요')).kind, 'created');
    assert.equal(logger.entries.length, 1);
    assert.ok(!JSON.stringify(logger.entries).includes('환불'));
  });

  it('opens a new one where the remembered one is gone', async () => {
    const service = createMemoryTicketService();
    const { open, clock } = setUpTickets({ service: { ...service, find: async () => undefined } });
    const first = await open('환불이 안 돼요');
    assert.equal((await open('환불이 안 돼요')).kind, 'cooling');
    await clock.advance(30_000);
    assert.notEqual(numberOf(await open('환불이 안 돼요')), numberOf(first));
  });

  it('refuses a memory of the last ticket that is shorter than ten minutes (S-TKT-4)', () => {
    const { desk: _, ...deps } = setUpTickets();
    const settings = () => ({ cooldownMs: 0, sameInquiryMs: 0, lastTicketMs: 599_999 });
    const given = { ...deps, observer: { on() {} }, ids: { newId: () => 'x' }, settings };
    assert.throws(() => createTicketDesk(given), /lastTicketMs must be 600000 or more, got 599999/);
  });
});
