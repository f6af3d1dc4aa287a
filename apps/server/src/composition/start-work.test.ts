import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, settle } from '@naru/kernel/testing';
import { DatabaseNewerError, DatabaseUnavailableError } from '@naru/sql';
import { startWork } from './start-work.ts';

const AWAY = new DatabaseUnavailableError('db.example:5432', 'nothing-changed');

function setUp() {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const closing = new AbortController();
  let failure: Error | undefined;
  const database = { ping: () => (failure ? Promise.reject(failure) : Promise.resolve()) };
  const done: string[] = [];
  const atStart = startWork({ database, clock, logger, signal: closing.signal });
  const fail = (error: Error | undefined): void => void (failure = error);
  return { clock, logger, closing, atStart, done, fail };
}

describe('what a start does with the database', () => {
  it('is done before the start goes on, where the database is there', async () => {
    const { atStart, done } = setUp();
    await atStart('ledger', async () => void done.push('ledger'));
    assert.deepEqual(done, ['ledger']);
  });

  it('fails the start when it fails itself', async () => {
    const { atStart } = setUp();
    await assert.rejects(
      atStart('ledger', () => Promise.reject(new Error('on purpose'))),
      /on purpose/,
    );
  });

  it('is done later, once, where the database is away, and the start goes on', async () => {
    const { clock, logger, atStart, done, fail } = setUp();
    fail(AWAY);
    await atStart('ledger', async () => void done.push('ledger'));
    await clock.advance(5_000);
    assert.deepEqual(done, []);
    fail(undefined);
    await clock.advance(1_000);
    await clock.advance(5_000);
    assert.deepEqual(done, ['ledger']);
    assert.deepEqual(
      logger.entries.map(({ level, fields }) => [level, fields['what']]),
      [
        ['error', 'ledger'],
        ['info', 'ledger'],
      ],
    );
  });

  it('is done again when the database goes away in the middle of it', async () => {
    const { clock, atStart, done, fail } = setUp();
    fail(AWAY);
    await atStart('ledger', async () => {
      done.push('tried');
      if (done.length === 1) throw AWAY;
    });
    fail(undefined);
    await clock.advance(3_000);
    assert.deepEqual(done, ['tried', 'tried']);
  });

  it('fails the start where the database would be of no use later either', async () => {
    const { atStart, fail } = setUp();
    fail(new DatabaseNewerError(['9999-later'], '0001-first'));
    await assert.rejects(
      atStart('ledger', async () => {}),
      DatabaseNewerError,
    );
  });

  it('says so when it fails later for another reason', async () => {
    const { clock, logger, atStart, fail } = setUp();
    fail(AWAY);
    await atStart('ledger', () => Promise.reject(new Error('on purpose')));
    fail(undefined);
    await clock.advance(1_000);
    assert.equal(logger.entries.at(-1)?.level, 'error');
  });

  it('is given up when the server stops', async () => {
    const { clock, closing, atStart, done, fail } = setUp();
    fail(AWAY);
    await atStart('ledger', async () => void done.push('ledger'));
    closing.abort();
    fail(undefined);
    await settle();
    await clock.advance(5_000);
    assert.deepEqual(done, []);
    assert.equal(clock.pending, 0);
  });
});
