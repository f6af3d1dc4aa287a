import assert from 'node:assert/strict';
import { statSync, writeFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { MAX_PAGE, SinkUnavailableError } from '@naru/events';
import {
  anEncodedEvent,
  anIncident,
  describeEventArchive,
  describeEventSink,
  describeIncidentStore,
  describeWatermarkStore,
  someEvents,
} from '@naru/events/testing';
import { openTestStore, testPath } from './testing/open-test-store.ts';

describeEventSink('sqlite', t => {
  const { events } = openTestStore(t);
  return { sink: events, stored: () => events.find({ order: 'oldest-first', limit: MAX_PAGE }) };
});
describeEventArchive('sqlite', t => openTestStore(t).events);
describeWatermarkStore('sqlite', t => openTestStore(t).watermarks);
describeIncidentStore('sqlite', t => openTestStore(t).incidents);

const signal = new AbortController().signal;

describe('the SQLite file of events', () => {
  it('keeps events, watermarks and incidents over a restart, in a folder for this account only', async t => {
    const path = testPath(t);
    const first = openTestStore(t, path);
    await first.events.write([anEncodedEvent()], signal);
    await first.watermarks.add('A', [{ first: 1, last: 2 }]);
    await first.incidents.save(anIncident());
    await first.close();
    assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);

    const second = openTestStore(t, path);
    assert.deepEqual(await second.events.write([anEncodedEvent()], signal), [{ kind: 'duplicate' }]);
    assert.deepEqual(await second.watermarks.read('A'), [{ first: 1, last: 2 }]);
    assert.equal((await second.incidents.find('incident-1'))?.fingerprint, 'v1:one');
  });

  it('is unavailable, and says why, where the file is no database', async t => {
    const path = testPath(t);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'not a database '.repeat(1_000));
    await assert.rejects(openTestStore(t, path).events.write([anEncodedEvent()], signal), (error: unknown) => {
      assert.ok(error instanceof SinkUnavailableError);
      assert.match(error.message, /not a database/);
      return true;
    });
  });

  it('does not touch a file that a newer Naru has made', async t => {
    const path = testPath(t);
    const store = openTestStore(t, path);
    await store.events.write([anEncodedEvent()], signal);
    await store.close();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA user_version = 99');
    db.close();
    await assert.rejects(openTestStore(t, path).events.write([], signal), /version 99/);
  });

  it('is shared by processes: each event is stored once', async t => {
    const path = testPath(t);
    const [one, two] = [openTestStore(t, path), openTestStore(t, path)];
    const events = someEvents(50);
    const outcomes = await Promise.all([one.events.write(events, signal), two.events.write(events, signal)]);
    assert.equal(outcomes.flat().filter(({ kind }) => kind === 'stored').length, 50);
  });

  it('does not keep a process alive, but lets it end only when the file is closed', async t => {
    const path = testPath(t);
    const script = `
      import { systemClock } from '@naru/kernel';
      import { createSqliteEventStore } from './index.ts';
      const store = createSqliteEventStore({ path: ${JSON.stringify(path)}, clock: systemClock });
      await store.watermarks.add('A', [{ first: 1, last: 1 }]);
      await new Promise(resolve => setImmediate(resolve));
      await store.close();
      console.log('closed');`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      timeout: 30_000,
    });
    assert.equal(stdout, 'closed\n');
  });

  it('refuses a page without a limit, and gives no more than a page', async t => {
    const { events } = openTestStore(t);
    await assert.rejects(async () => events.find({ order: 'oldest-first', limit: 0 }), /limit from 1/);
    await events.write(someEvents(MAX_PAGE + 5), signal);
    assert.equal((await events.find({ order: 'oldest-first', limit: 5_000 })).length, MAX_PAGE);
  });
});
