import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import { DatabaseNewerError } from '../errors.ts';
import { openTestPlace, overEachPlace } from '../testing/place.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import { MIGRATIONS } from './migrations.ts';

const NEXT: Migration = {
  name: '9999-next',
  up: async ({ schema }) => schema.createTable('next').addColumn('id', 'text').execute(),
};

overEachPlace('migrations', (name, aPlace) => {
  describe(`migrate in ${name}`, () => {
    it('records each step once, with its time, however often it runs', async t => {
      const place = aPlace(t);
      const first = await openTestPlace(t, place, { clock: new FakeClock(1_000) });
      await openTestPlace(t, place, { clock: new FakeClock(2_000) });
      const rows = await first.read(db => db.selectFrom('naru_migration').selectAll().orderBy('name').execute());
      assert.deepEqual(
        rows.map(row => ({ ...row })),
        MIGRATIONS.map(({ name }) => ({ name, applied_at_ms: 1_000 })),
      );
    });

    it('runs what is missing, in order, on a database that has data', async t => {
      const database = await openTestPlace(t, aPlace(t));
      const ran: string[] = [];
      const steps = ['9998-a', '9999-b'].map(name => ({ name, up: async () => void ran.push(name) }));
      await migrate(database, new FakeClock(), [...MIGRATIONS, ...steps]);
      await migrate(database, new FakeClock(), [...MIGRATIONS, ...steps]);
      assert.deepEqual(ran, ['9998-a', '9999-b']);
    });

    it('is done by one of many that start at once', async t => {
      const place = aPlace(t);
      const databases = [await openTestPlace(t, place), await openTestPlace(t, place)];
      let runs = 0;
      const step = { name: '9999-once', up: async () => void (runs += 1) };
      await Promise.all(databases.map(database => migrate(database, new FakeClock(), [...MIGRATIONS, step])));
      assert.equal(runs, 1);
    });

    it('keeps nothing of a run in which a step fails', async t => {
      const database = await openTestPlace(t, aPlace(t));
      const broken = { name: '9999-zbroken', up: () => Promise.reject(new Error('on purpose')) };
      await assert.rejects(migrate(database, new FakeClock(), [...MIGRATIONS, NEXT, broken]), /on purpose/);
      await migrate(database, new FakeClock(), [...MIGRATIONS, NEXT]);
    });

    it('refuses a database that a later version wrote, and says what to do', async t => {
      const database = await openTestPlace(t, aPlace(t));
      await migrate(database, new FakeClock(), [...MIGRATIONS, NEXT]);
      await assert.rejects(migrate(database, new FakeClock()), (error: unknown) => {
        assert.ok(error instanceof DatabaseNewerError);
        assert.deepEqual(error.unknownMigrations, ['9999-next']);
        assert.match(error.message, /newer than this program.*9999-next/);
        assert.ok(error.message.includes(MIGRATIONS.at(-1)!.name));
        return true;
      });
    });

    it('has steps with different names in rising order', () => {
      const names = MIGRATIONS.map(({ name }) => name);
      assert.deepEqual(names, [...new Set(names)].toSorted());
    });
  });
});
