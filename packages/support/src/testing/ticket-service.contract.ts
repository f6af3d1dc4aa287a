import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { TicketQuery, TicketService } from '../ports/ticket-service.ts';
import { TICKET_STATUSES } from '../tickets/ticket.ts';
import { aNewTicket, NOON_MS } from './a-ticket.ts';

/** What every `TicketService` must do. Each implementation's test calls this once. */
export function describeTicketService(
  name: string,
  createService: (t: TestContext) => TicketService | Promise<TicketService>,
): void {
  describe(`${name} (TicketService contract, S-TKT-1)`, () => {
    it('keeps a ticket as received, under the next number of its day', async t => {
      const service = await createService(t);
      const { idempotencyKey, ...given } = aNewTicket({ idempotencyKey: 'a' });
      const first = await service.create({ ...given, idempotencyKey });
      assert.deepEqual(first, { ...given, number: 'STK202611200001', status: 'received' });
      const second = await service.create(aNewTicket({ idempotencyKey: 'b', ownerKey: 'u:43' }));
      assert.equal(second.number, 'STK202611200002');
    });

    it('counts each day of Korea for itself', async t => {
      const service = await createService(t);
      const midnightMs = Date.UTC(2026, 10, 20, 15);
      const at = async (createdAtMs: number) =>
        (await service.create(aNewTicket({ createdAtMs, idempotencyKey: String(createdAtMs) }))).number;
      assert.equal(await at(midnightMs - 1), 'STK202611200001');
      assert.equal(await at(midnightMs), 'STK202611210001');
      assert.equal(await at(midnightMs + 1), 'STK202611210002');
      assert.equal(await at(midnightMs - 2), 'STK202611200002');
    });

    it('gives the ticket that was made under the same key, and no number is lost', async t => {
      const service = await createService(t);
      const first = await service.create(aNewTicket({ idempotencyKey: 'a' }));
      const again = await service.create(aNewTicket({ idempotencyKey: 'a', message: '다른 말' }));
      assert.deepEqual(again, first);
      const next = await service.create(aNewTicket({ idempotencyKey: 'b' }));
      assert.equal(next.number, 'STK202611200002');
    });

    it('keeps the keys of two owners apart', async t => {
      const service = await createService(t);
      const one = await service.create(aNewTicket({ ownerKey: 'u:42', idempotencyKey: 'a' }));
      const other = await service.create(aNewTicket({ ownerKey: 'u:43', idempotencyKey: 'a' }));
      assert.notEqual(one.number, other.number);
    });

    it('gives every ticket that is opened at once a number of its own, without holes', async t => {
      const service = await createService(t);
      const made = await Promise.all(
        Array.from({ length: 20 }, (_, index) => service.create(aNewTicket({ idempotencyKey: `key-${index}` }))),
      );
      const numbers = made.map(({ number }) => number).toSorted();
      const expected = numbers.map((_, index) => `STK20261120${String(index + 1).padStart(4, '0')}`);
      assert.deepEqual(numbers, expected);
    });

    it('finds a ticket for its owner and for nobody else', async t => {
      const service = await createService(t);
      const { number } = await service.create(aNewTicket());
      assert.equal((await service.find('u:42', number))?.number, number);
      assert.equal(await service.find('u:43', number), undefined);
      assert.equal(await service.find('u:42', 'STK202611209999'), undefined);
      assert.equal(await service.find('u:42', '__proto__'), undefined);
    });

    it("lists the owner's tickets, newest first, as many as asked for", async t => {
      const service = await createService(t);
      for (const [index, createdAtMs] of [NOON_MS, NOON_MS + 2_000, NOON_MS + 1_000, NOON_MS + 2_000].entries()) {
        await service.create(aNewTicket({ createdAtMs, idempotencyKey: `key-${index}` }));
      }
      await service.create(aNewTicket({ ownerKey: 'u:43' }));
      const numbers = async (limit: number) =>
        (await service.list('u:42', limit)).map(({ number }) => Number(number.slice(-4)));
      assert.deepEqual(await numbers(10), [4, 2, 3, 1]);
      assert.deepEqual(await numbers(2), [4, 2]);
      assert.deepEqual(await service.list('u:44', 10), []);
    });

    it('gives all tickets of one owner to another, as they are, and leaves those of others (C-ID-1)', async t => {
      const service = await createService(t);
      const one = await service.create(aNewTicket({ ownerKey: 'a:visitor', idempotencyKey: 'a' }));
      const two = await service.create(aNewTicket({ ownerKey: 'a:visitor', idempotencyKey: 'b' }));
      const foreign = await service.create(aNewTicket({ ownerKey: 'a:somebody', idempotencyKey: 'a' }));
      assert.equal(await service.adopt('a:visitor', 'u:42'), 2);
      assert.deepEqual(await service.find('u:42', one.number), { ...one, ownerKey: 'u:42' });
      assert.deepEqual(
        (await service.list('u:42', 10)).map(({ number }) => number),
        [two.number, one.number],
      );
      assert.equal(await service.find('a:visitor', one.number), undefined);
      assert.deepEqual(await service.list('a:visitor', 10), []);
      assert.deepEqual(await service.find('a:somebody', foreign.number), foreign);
      assert.equal(await service.adopt('a:visitor', 'u:42'), 0, 'nothing is left to change hands');
      assert.equal(await service.adopt('u:42', 'u:42'), 0);
      assert.equal((await service.list('u:42', 10)).length, 2);
    });

    it('brings the keys of tickets along, and leaves to the new owner those that it has used itself', async t => {
      const service = await createService(t);
      const own = await service.create(aNewTicket({ ownerKey: 'u:42', idempotencyKey: 'both' }));
      const sameKey = await service.create(aNewTicket({ ownerKey: 'a:visitor', idempotencyKey: 'both' }));
      const brought = await service.create(aNewTicket({ ownerKey: 'a:visitor', idempotencyKey: 'brought' }));
      assert.equal(await service.adopt('a:visitor', 'u:42'), 2);
      const again = (ownerKey: string, idempotencyKey: string) =>
        service.create(aNewTicket({ ownerKey, idempotencyKey }));
      assert.equal((await again('u:42', 'both')).number, own.number);
      assert.equal((await again('u:42', 'brought')).number, brought.number);
      assert.equal((await service.find('u:42', sameKey.number))?.number, sameKey.number);
      const fresh = await again('a:visitor', 'brought');
      assert.equal(fresh.ownerKey, 'a:visitor', 'who was left behind starts anew');
      assert.notEqual(fresh.number, brought.number);
    });

    it('lets one of many that adopt at once have each ticket', async t => {
      const service = await createService(t);
      for (const idempotencyKey of ['a', 'b', 'c']) {
        await service.create(aNewTicket({ ownerKey: 'a:visitor', idempotencyKey }));
      }
      const users = ['u:1', 'u:2', 'u:3'];
      const moved = await Promise.all(users.map(user => service.adopt('a:visitor', user)));
      assert.deepEqual(moved.toSorted(), [0, 0, 3]);
      const lists = await Promise.all(users.map(user => service.list(user, 10)));
      assert.deepEqual(
        lists.map(({ length }) => length),
        moved,
      );
    });

    it("lists everybody's tickets in pages, the last numbers first, and those alone that stand somewhere", async t => {
      const service = await createService(t);
      const yesterdayMs = NOON_MS - 86_400_000;
      for (const [index, createdAtMs] of [yesterdayMs, NOON_MS, NOON_MS, yesterdayMs].entries()) {
        await service.create(aNewTicket({ ownerKey: `u:${index}`, idempotencyKey: String(index), createdAtMs }));
      }
      const numbers = async (given: Partial<TicketQuery> = {}) =>
        (await service.listAll({ status: undefined, belowNumber: undefined, limit: 10, ...given })).map(
          ({ number }) => number,
        );
      const all = ['STK202611200002', 'STK202611200001', 'STK202611190002', 'STK202611190001'];
      assert.deepEqual(await numbers(), all);
      assert.deepEqual(await numbers({ limit: 2 }), all.slice(0, 2));
      assert.deepEqual(await numbers({ belowNumber: all[1] }), all.slice(2));
      await service.setStatus(all[2]!, 'answered');
      assert.deepEqual(await numbers({ status: 'answered' }), [all[2]]);
      assert.deepEqual(await numbers({ status: 'received', belowNumber: all[0] }), [all[1], all[3]]);
      assert.deepEqual(await numbers({ status: 'closed' }), []);
    });

    it('says where a ticket stands, to its owner too, and changes nothing else', async t => {
      const service = await createService(t);
      const ticket = await service.create(aNewTicket({ idempotencyKey: 'a' }));
      const other = await service.create(aNewTicket({ idempotencyKey: 'b' }));
      for (const status of TICKET_STATUSES) {
        assert.deepEqual(await service.setStatus(ticket.number, status), { ...ticket, status });
        assert.deepEqual(await service.find('u:42', ticket.number), { ...ticket, status });
      }
      assert.deepEqual(await service.find('u:42', other.number), other);
      assert.equal(await service.setStatus('STK202611209999', 'closed'), undefined);
      assert.equal(await service.setStatus('__proto__', 'closed'), undefined);
    });

    it('keeps what is unset unset, and notes of a hand-off and texts of any kind as they were', async t => {
      const service = await createService(t);
      const given = aNewTicket({
        sessionId: undefined,
        category: undefined,
        severity: undefined,
        message: '따옴표 " \\ \u0000 \uD800 🚚\n줄',
        handOff: {
          reasonCode: 'PROVIDER_UNAVAILABLE',
          attempts: [{ provider: 'primary', outcome: 'server' }],
          transcript: [{ role: 'user', text: '안녕 \u0000' }],
          requestId: 'request-1',
          traceId: 'trace-1',
        },
      });
      const { number } = await service.create(given);
      const { idempotencyKey: _, ...kept } = given;
      assert.deepEqual(await service.find('u:42', number), { ...kept, number, status: 'received' });
    });
  });
}
