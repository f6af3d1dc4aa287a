import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { FakeClock, recordingLogger, sequentialIds, settle } from '@naru/kernel/testing';
import { createMemoryLedgerStore } from '../memory/memory-ledger-store.ts';
import type { LedgerBatch, LedgerStore } from '../ports/ledger-store.ts';
import { aDecisionRecord, aLedgerRow } from '../testing/a-ledger-row.ts';
import { LedgerWriter } from './ledger-writer.ts';

const ALL = { sinceMs: 0, untilMs: Infinity, limit: Infinity };

function setUp() {
  const clock = new FakeClock();
  const logger = recordingLogger();
  const memory = createMemoryLedgerStore();
  const batches: LedgerBatch[] = [];
  const faults: ('before' | 'after')[] = [];
  const store: LedgerStore = {
    ...memory,
    async write(batch) {
      const fault = faults.shift();
      if (fault === 'before') throw new Error('disk full');
      batches.push(batch);
      await memory.write(batch);
      if (fault === 'after') throw new Error('the answer was lost');
    },
  };
  const ids = sequentialIds();
  const make = () => new LedgerWriter({ store, instance: 'one', clock, ids, logger });
  const rowIds = async () => (await memory.attempts(ALL)).map(({ attemptId }) => attemptId);
  return { clock, logger, memory, batches, faults, make, rowIds };
}

const row = (index: number) => aLedgerRow({ attemptId: `attempt-${index}`, startedAtMs: index });

describe('the ledger writer', () => {
  it('has a row in the store within 50 ms, and many in one batch', async () => {
    const { clock, batches, make, rowIds } = setUp();
    const writer = make();
    await writer.open();
    writer.attempt(row(1));
    writer.attempt(row(2));
    writer.decided(aDecisionRecord());
    assert.deepEqual(await rowIds(), []);
    await clock.advance(49);
    assert.deepEqual(await rowIds(), ['attempt-1', 'attempt-2']);
    assert.equal(batches.length, 1);
    assert.equal(clock.pending, 0);
  });

  it('does not wait once 256 rows have come', async () => {
    const { batches, make } = setUp();
    const writer = make();
    await writer.open();
    for (let index = 0; index < 256; index += 1) writer.attempt(row(index));
    await settle();
    assert.deepEqual(
      batches.map(({ attempts }) => attempts.length),
      [256],
    );
  });

  it('keeps what came before the start of the run', async () => {
    const { clock, make, rowIds } = setUp();
    const writer = make();
    writer.attempt(row(1));
    await clock.advance(1_000);
    assert.deepEqual(await rowIds(), []);
    await writer.open();
    await clock.advance(50);
    assert.deepEqual(await rowIds(), ['attempt-1']);
  });

  it('sends the same rows again until they are in, once each (R-COST-2)', async () => {
    const { clock, faults, logger, make, rowIds } = setUp();
    const writer = make();
    await writer.open();
    faults.push('before', 'after', 'before');
    writer.attempt(row(1));
    await clock.advance(60);
    writer.attempt(row(2));
    await clock.advance(10_000);
    assert.deepEqual(await rowIds(), ['attempt-1', 'attempt-2']);
    assert.equal(writer.waiting, 0);
    assert.equal(logger.entries.length, 1, 'one line for one trouble');
  });

  it('holds no more than 20,000 rows while the store is away, and counts the others', async () => {
    const { make } = setUp();
    const writer = make();
    for (let index = 0; index < 20_010; index += 1) writer.attempt(row(index));
    assert.deepEqual([writer.waiting, writer.lost], [20_000, 10]);
  });

  it('writes all that waits at the end, and takes nothing after it', async () => {
    const { faults, make, memory, rowIds } = setUp();
    const writer = make();
    await writer.open();
    for (let index = 0; index < 600; index += 1) {
      writer.begun();
      writer.attempt(row(index));
    }
    faults.push('before');
    assert.equal(await writer.close(), 0);
    assert.equal((await rowIds()).length, 600);
    writer.attempt(row(601));
    assert.equal(writer.lost, 1);
    assert.deepEqual(await memory.openRun({ id: 'next', instance: 'one', startedAtMs: 0 }), { runs: 0, attempts: 0 });
  });

  it('gives up at the end where the store stays away, and the next start is told', async () => {
    const { clock, faults, make } = setUp();
    const writer = make();
    await writer.open();
    writer.begun();
    await clock.advance(50);
    writer.attempt(row(1));
    faults.push('before', 'before', 'before', 'before');
    assert.equal(await writer.close(), 1);
    assert.deepEqual(await make().open(), { runs: 1, attempts: 1 });
  });

  it('lets the next start know of attempts that had not ended when it did', async () => {
    const { make } = setUp();
    const writer = make();
    await writer.open();
    writer.begun();
    writer.begun();
    writer.attempt(row(1));
    assert.equal(await writer.close(), 0);
    assert.deepEqual(await make().open(), { runs: 1, attempts: 1 });
  });

  it('lets the next start know what a crash lost', async () => {
    const { clock, make } = setUp();
    const dying = make();
    await dying.open();
    for (let index = 0; index < 3; index += 1) dying.begun();
    dying.attempt(row(1));
    await clock.advance(50);
    dying.attempt(row(2));
    const next = make();
    assert.deepEqual(await next.open(), { runs: 1, attempts: 2 });
  });

  it('has every row once, whatever the store does when', async () => {
    const act = fc.oneof(
      fc.record({ rows: fc.integer({ min: 1, max: 400 }) }),
      fc.record({ waitMs: fc.integer({ min: 1, max: 3_000 }) }),
      fc.record({ fault: fc.constantFrom('before' as const, 'after' as const) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 30 }), async acts => {
        const { clock, faults, make, rowIds } = setUp();
        const writer = make();
        await writer.open();
        let made = 0;
        for (const step of acts) {
          if ('fault' in step) faults.push(step.fault);
          else if ('waitMs' in step) await clock.advance(step.waitMs);
          else for (let index = 0; index < step.rows; index += 1) writer.attempt(row((made += 1)));
        }
        faults.length = 0;
        assert.equal(await writer.close(), 0);
        const found = await rowIds();
        assert.deepEqual([found.length, new Set(found).size], [made, made]);
      }),
      { numRuns: 40 },
    );
  });
});
