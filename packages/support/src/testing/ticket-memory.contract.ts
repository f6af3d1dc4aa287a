import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { CreationMark, TicketMemory, TicketScope } from '../ports/ticket-memory.ts';
import { aTicketNote, NOON_MS } from './a-ticket.ts';

const SESSION: TicketScope = { kind: 'session', id: 'u:42:session-1' };
const USER: TicketScope = { kind: 'user', id: 'u:42' };
const INQUIRY = 'inquiry-1';
const mark = (overrides: Partial<CreationMark> = {}): CreationMark => ({
  ownerKey: 'u:42',
  holder: 'holder-1',
  number: undefined,
  untilMs: NOON_MS + 10_000,
  ...overrides,
});

/** What every `TicketMemory` must do. Each implementation's test calls this once; no time passes but in its arguments. */
export function describeTicketMemory(
  name: string,
  createMemory: (t: TestContext) => TicketMemory | Promise<TicketMemory>,
): void {
  async function setUp(t: TestContext) {
    const memory = await createMemory(t);
    const recall = (nowMs = NOON_MS, inquiry: string | undefined = INQUIRY) =>
      memory.recall([SESSION, USER], inquiry, nowMs);
    const scopes = async () => (await recall()).map(({ scope }) => scope);
    return { memory, recall, scopes };
  }

  describe(`${name} (TicketMemory contract, S-TKT-2 to S-TKT-4)`, () => {
    it('remembers nothing at first, in the order that was asked for', async t => {
      const { recall } = await setUp(t);
      const nothing = { same: undefined, cooling: undefined, last: undefined };
      assert.deepEqual(await recall(), [
        { scope: { ...SESSION, epoch: 0 }, ...nothing },
        { scope: { ...USER, epoch: 0 }, ...nothing },
      ]);
    });

    it('remembers inquiry, cooldown and last ticket in every scope, with their owner', async t => {
      const { memory, recall, scopes } = await setUp(t);
      await memory.remember(await scopes(), aTicketNote(), NOON_MS);
      const ticket = { ownerKey: 'u:42', number: 'STK202611200001', cachedAtMs: NOON_MS };
      for (const { same, cooling, last } of await recall()) {
        assert.deepEqual(same, ticket);
        assert.deepEqual(last, ticket);
        const { ownerKey, number } = ticket;
        assert.deepEqual(cooling, { ownerKey, number, holder: undefined, untilMs: NOON_MS + 30_000 });
      }
    });

    it('knows an inquiry by its key alone', async t => {
      const { memory, recall, scopes } = await setUp(t);
      await memory.remember(await scopes(), aTicketNote(), NOON_MS);
      for (const inquiry of ['inquiry-2', undefined, '__proto__', '']) {
        for (const { same, last } of await memory.recall([SESSION], inquiry, NOON_MS)) {
          assert.equal(same, undefined, String(inquiry));
          assert.ok(last);
        }
      }
      assert.ok((await recall())[0]?.same);
    });

    it('forgets each part at its own time', async t => {
      const { memory, recall, scopes } = await setUp(t);
      await memory.remember(await scopes(), aTicketNote(), NOON_MS);
      const left = async (afterMs: number) => {
        const [session] = await recall(NOON_MS + afterMs);
        return [session?.cooling, session?.same, session?.last].map(part => part !== undefined);
      };
      assert.deepEqual(await left(29_999), [true, true, true]);
      assert.deepEqual(await left(30_000), [false, true, true]);
      assert.deepEqual(await left(600_000), [false, false, true]);
      assert.deepEqual(await left(86_400_000), [false, false, false]);
    });

    it('takes a later word for the earlier one', async t => {
      const { memory, recall, scopes } = await setUp(t);
      await memory.remember(await scopes(), aTicketNote(), NOON_MS);
      const later = aTicketNote({ cachedAtMs: NOON_MS + 5_000, number: 'STK202611200002', ownerKey: 'u:43' });
      await memory.remember(await scopes(), later, NOON_MS + 5_000);
      const [session] = await recall(NOON_MS + 34_999);
      const expected = { ownerKey: 'u:43', number: 'STK202611200002', cachedAtMs: NOON_MS + 5_000 };
      assert.deepEqual([session?.same, session?.last], [expected, expected]);
      assert.equal(session?.cooling?.number, 'STK202611200002');
    });

    it('remembers only the last ticket where none was opened', async t => {
      const { memory, recall, scopes } = await setUp(t);
      const { opened: _, ...looked } = aTicketNote();
      await memory.remember(await scopes(), looked, NOON_MS);
      const [session] = await recall();
      assert.deepEqual([session?.same, session?.cooling], [undefined, undefined]);
      assert.equal(session?.last?.number, 'STK202611200001');
    });

    it('lets one of many that come at once open a ticket', async t => {
      const { memory, scopes } = await setUp(t);
      const at = await scopes();
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, index) => memory.claim(at, mark({ holder: `holder-${index}` }), NOON_MS)),
      );
      assert.equal(claims.filter(Boolean).length, 1);
    });

    it('refuses a claim while one of the scopes is marked, and then marks none', async t => {
      const { memory, recall, scopes } = await setUp(t);
      const [, user] = await scopes();
      assert.equal(await memory.claim([user!], mark(), NOON_MS), true);
      assert.equal(await memory.claim(await scopes(), mark({ holder: 'holder-2' }), NOON_MS), false);
      const [session] = await recall();
      assert.equal(session?.cooling, undefined);
      assert.equal(await memory.claim(await scopes(), mark({ holder: 'holder-2' }), NOON_MS + 10_000), true);
    });

    it("writes over another owner's mark, which blocks nobody", async t => {
      const { memory, recall, scopes } = await setUp(t);
      const [session] = await scopes();
      await memory.claim([session!], mark({ ownerKey: 'a:before' }), NOON_MS);
      assert.equal((await recall())[0]?.cooling?.ownerKey, 'a:before');
      assert.equal(await memory.claim(await scopes(), mark({ holder: 'holder-2' }), NOON_MS), true);
      assert.equal((await recall())[0]?.cooling?.holder, 'holder-2');
    });

    it('takes back a mark for its holder only', async t => {
      const { memory, recall, scopes } = await setUp(t);
      await memory.claim(await scopes(), mark(), NOON_MS);
      await memory.release(await scopes(), 'holder-2');
      assert.ok((await recall())[0]?.cooling);
      await memory.release(await scopes(), 'holder-1');
      assert.deepEqual(
        (await recall()).map(({ cooling }) => cooling),
        [undefined, undefined],
      );
    });

    it('forgets a scope and leaves the others, under the next epoch', async t => {
      const { memory, recall, scopes } = await setUp(t);
      await memory.remember(await scopes(), aTicketNote(), NOON_MS);
      await memory.forget(SESSION);
      const [session, user] = await recall();
      assert.deepEqual([session?.same, session?.cooling, session?.last], [undefined, undefined, undefined]);
      assert.equal(session?.scope.epoch, 1);
      assert.ok(user?.same && user.cooling && user.last);
      assert.equal(user.scope.epoch, 0);
    });

    it('takes nothing that was recalled before a reset', async t => {
      const { memory, recall, scopes } = await setUp(t);
      const before = await scopes();
      await memory.forget(SESSION);
      await memory.remember(before, aTicketNote(), NOON_MS);
      const [session, user] = await recall();
      assert.deepEqual([session?.same, session?.last], [undefined, undefined]);
      assert.ok(user?.same);
      await memory.remember(await scopes(), aTicketNote(), NOON_MS);
      assert.ok((await recall())[0]?.same);
    });

    it('keeps kinds and ids of any text apart', async t => {
      const { memory } = await setUp(t);
      const hostile = ['u:42', '__proto__', 'constructor', 'a:b', '*', '나루', '\u0000', '\uD800', '%2A', ''];
      const all = hostile.flatMap(id => (['session', 'user'] as const).map(kind => ({ kind, id })));
      for (const [index, scope] of all.entries()) {
        const note = aTicketNote({ number: `STK20261120${1_000 + index}` });
        await memory.remember([{ ...scope, epoch: 0 }], note, NOON_MS);
      }
      for (const [index, scope] of all.entries()) {
        const [recalled] = await memory.recall([scope], INQUIRY, NOON_MS);
        assert.equal(recalled?.last?.number, `STK20261120${1_000 + index}`);
        assert.equal(recalled.scope.id, scope.id);
      }
    });
  });
}
