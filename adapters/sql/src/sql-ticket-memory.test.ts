import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { aTicketNote, describeTicketMemory, NOON_MS } from '@naru/support/testing';
import { createSqlTicketMemory } from './sql-ticket-memory.ts';
import { overEachDatabase, type OpenDatabase } from './testing/each-database.ts';

const DAY_MS = 86_400_000;
const at = (id: string, epoch = 0) => ({ kind: 'session', id, epoch }) as const;

overEachDatabase('TicketMemory', (name, open) => {
  describeTicketMemory(name, async t => createSqlTicketMemory(await open(t)));
  describeForgetting(name, open);
});

function describeForgetting(name: string, open: OpenDatabase): void {
  async function setUp(t: TestContext) {
    const database = await open(t);
    const memory = createSqlTicketMemory(database);
    const rows = async () => [
      (await database.read(db => db.selectFrom('ticket_scope').select('scope_id').orderBy('scope_id').execute())).map(
        row => row.scope_id,
      ),
      (await database.read(db => db.selectFrom('ticket_inquiry').select('scope_id').execute())).length,
    ];
    return { database, memory, rows };
  }

  describe(`${name}: what is past its time`, () => {
    it('goes: inquiries at once, scopes a day after all that they remember, and nothing sooner', async t => {
      const { memory, rows } = await setUp(t);
      await memory.remember([at('old')], aTicketNote(), NOON_MS);
      await memory.remember([at('young')], aTicketNote({ cachedAtMs: NOON_MS + DAY_MS }), NOON_MS);
      assert.equal(await memory.forgetExpired(NOON_MS + 600_000), 1);
      assert.deepEqual(await rows(), [['old', 'young'], 1]);
      assert.equal(await memory.forgetExpired(NOON_MS + 2 * DAY_MS), 1);
      assert.deepEqual(await rows(), [['old', 'young'], 0]);
      assert.equal(await memory.forgetExpired(NOON_MS + 2 * DAY_MS + 1), 1);
      assert.deepEqual(await rows(), [['young'], 0]);
      assert.equal(await memory.forgetExpired(NOON_MS + 2 * DAY_MS + 1), 0);
      const [recalled] = await memory.recall([at('young')], undefined, NOON_MS + DAY_MS);
      assert.equal(recalled?.last?.number, 'STK202611200001');
    });

    it('keeps a scope as long as its mark lives, whatever it remembered before', async t => {
      const { memory, rows } = await setUp(t);
      const untilMs = NOON_MS + 30_000;
      await memory.claim([at('marked')], { ownerKey: 'u:42', holder: 'one', number: undefined, untilMs }, NOON_MS);
      assert.equal(await memory.forgetExpired(untilMs + DAY_MS), 0);
      assert.equal(await memory.forgetExpired(untilMs + DAY_MS + 1), 1);
      assert.deepEqual(await rows(), [[], 0]);
    });

    it('does not shorten what a scope remembers by a mark that ends sooner', async t => {
      const { memory, rows } = await setUp(t);
      await memory.remember([at('one')], aTicketNote(), NOON_MS);
      const mark = { ownerKey: 'u:43', holder: 'one', number: undefined, untilMs: NOON_MS + 10_000 };
      assert.equal(await memory.claim([at('one')], mark, NOON_MS + 1), true);
      await memory.forgetExpired(NOON_MS + 2 * DAY_MS - 1);
      assert.deepEqual(await rows(), [['one'], 0]);
    });

    it('keeps the epoch of a scope that was only reset for a day from when it was first seen', async t => {
      const { memory, rows } = await setUp(t);
      await memory.forget(at('reset'));
      assert.equal(await memory.forgetExpired(NOON_MS), 0);
      await memory.remember([at('reset', 0)], aTicketNote(), NOON_MS);
      assert.equal((await memory.recall([at('reset')], undefined, NOON_MS))[0]?.last, undefined, 'it was reset since');
      assert.equal(await memory.forgetExpired(NOON_MS + DAY_MS), 0);
      assert.equal(await memory.forgetExpired(NOON_MS + DAY_MS + 1), 1);
      assert.deepEqual(await rows(), [[], 0]);
    });

    it('goes in pieces, so that nobody waits long', async t => {
      const { database, memory } = await setUp(t);
      const aRow = { kind: 'session', epoch: 0, mark: null, last: null, last_until_ms: 0 };
      const values = Array.from({ length: 1_200 }, (_, index) => ({
        ...aRow,
        scope_id: `old-${index}`,
        until_ms: NOON_MS + index,
      }));
      for (let from = 0; from < values.length; from += 100) {
        const piece = values.slice(from, from + 100);
        await database.write(db => db.insertInto('ticket_scope').values(piece).execute());
      }
      const gone: number[] = [];
      for (let count = -1; count !== 0; gone.push(count)) count = await memory.forgetExpired(NOON_MS + 3 * DAY_MS);
      assert.deepEqual(gone, [500, 500, 200, 0]);
    });
  });
}
