import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock, recordingLogger, settle } from '@naru/kernel/testing';
import type { LedgerStore } from '@naru/router';
import { createMemoryLedgerStore } from '@naru/router/memory';
import { aDecisionRecord, aLedgerRow } from '@naru/router/testing';
import { startLedgerRetention } from './ledger-retention.ts';

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;

async function setUp(agesMs: readonly number[], wrap: (ledger: LedgerStore) => LedgerStore = ledger => ledger) {
  const ledger = createMemoryLedgerStore();
  await ledger.openRun({ id: 'run-1', instance: 'one', startedAtMs: 0 });
  const attempts = agesMs.map((ageMs, at) => aLedgerRow({ attemptId: `${at}`, startedAtMs: NOW_MS - ageMs }));
  const decisions = agesMs.map((ageMs, at) => aDecisionRecord({ id: `${at}`, atMs: NOW_MS - ageMs }));
  await ledger.write({ runId: 'run-1', begunAttempts: agesMs.length, attempts, decisions, configurations: [] });
  const clock = new FakeClock(NOW_MS);
  const logger = recordingLogger();
  const worker = startLedgerRetention({ ledger: wrap(ledger), keepMs: 90 * DAY_MS, clock, logger });
  const all = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 1_000 };
  const kept = async (): Promise<readonly [number, number]> => [
    (await ledger.attempts(all)).length,
    (await ledger.decisions(all)).length,
  ];
  /** Far enough for every step that is due, and not for another day. */
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += ms / 20) {
      await clock.advance(ms / 20);
      await settle();
    }
  };
  return { clock, logger, worker, kept, pass };
}

describe('the retention of the ledger', () => {
  it('forgets what is older than its days after a start, and keeps the rest', async () => {
    const { worker, kept, pass, logger } = await setUp([0, 89 * DAY_MS, 91 * DAY_MS, 120 * DAY_MS, 500 * DAY_MS]);
    await using _worker = worker;
    await pass(120_000);
    assert.deepEqual(await kept(), [2, 2]);
    assert.deepEqual(logger.entries.at(-1)?.fields, { attempts: 3 });
  });

  it('looks again each day', async () => {
    const { worker, kept, pass } = await setUp([0, 89 * DAY_MS]);
    await using _worker = worker;
    await pass(120_000);
    assert.deepEqual(await kept(), [2, 2]);
    await pass(2 * DAY_MS);
    assert.deepEqual(await kept(), [1, 1]);
  });

  it('goes in small steps, so that no statement holds the thread for long', async () => {
    const spans: number[] = [];
    let oldestMs = NOW_MS - 92 * DAY_MS;
    const ages = Array.from({ length: 12 }, (_, hour) => 92 * DAY_MS - hour * 3_600_000);
    const { worker, kept, pass } = await setUp(ages, ledger => ({
      ...ledger,
      forgetBefore(beforeMs) {
        spans.push(beforeMs - oldestMs);
        oldestMs = beforeMs;
        return ledger.forgetBefore(beforeMs);
      },
    }));
    await using _worker = worker;
    await pass(120_000);
    assert.deepEqual(await kept(), [0, 0]);
    assert.equal(spans.length, 12);
    assert.ok(Math.max(...spans) <= 3_600_000, `${Math.max(...spans)}`);
  });

  it('logs a failure, and tries again the next day', async () => {
    let isBroken = true;
    const { worker, kept, pass, logger } = await setUp([91 * DAY_MS], ledger => ({
      ...ledger,
      forgetBefore: beforeMs => (isBroken ? Promise.reject(new Error('locked')) : ledger.forgetBefore(beforeMs)),
    }));
    await using _worker = worker;
    await pass(120_000);
    assert.equal(logger.entries.at(-1)?.level, 'error');
    isBroken = false;
    await pass(2 * DAY_MS);
    assert.deepEqual(await kept(), [0, 0]);
  });

  it('leaves no timer behind', async () => {
    const { worker, clock } = await setUp([]);
    await worker[Symbol.asyncDispose]();
    assert.equal(clock.pending, 0);
  });
});
