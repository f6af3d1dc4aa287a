import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { RecordedConfiguration } from '../money/ledger.ts';
import type { LedgerBatch, LedgerStore } from '../ports/ledger-store.ts';
import { aDecisionRecord, aLedgerRow } from './a-ledger-row.ts';
import { aProvider } from './a-provider.ts';
import { routerSettings } from './router-settings.ts';

const ALL = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 1_000 };
const HOUR_MS = 3_600_000;

function aBatch(overrides: Partial<LedgerBatch> = {}): LedgerBatch {
  return { runId: 'run-1', begunAttempts: 0, attempts: [], decisions: [], configurations: [], ...overrides };
}

const aRun = (id: string, instance = 'one') => ({ id, instance, startedAtMs: 0 });

/** What every `LedgerStore` must do. Each implementation's test calls this once. */
export function describeLedgerStore(
  name: string,
  /** Gives an empty store; what it opens for that, it closes with `t.after`. */
  open: (t: TestContext) => LedgerStore | Promise<LedgerStore>,
): void {
  async function openWithRun(t: TestContext): Promise<LedgerStore> {
    const store = await open(t);
    assert.deepEqual(await store.openRun(aRun('run-1')), { runs: 0, attempts: 0 });
    return store;
  }

  describe(`${name} (LedgerStore contract)`, () => {
    it('gives an attempt back as it was written, with every field and with none', async t => {
      const store = await openWithRun(t);
      const bare = aLedgerRow({ startedAtMs: 1 });
      const full = aLedgerRow({
        attemptId: 'attempt-2',
        tenant: '"가게"\u0000',
        assistant: 'booking',
        intent: 'REFUND',
        mode: 'json',
        attempt: 3,
        outcome: 'timeout_first_token',
        status: 504,
        committed: false,
        dispatched: false,
        startedAtMs: 1_790_000_000_123,
        durationMs: 6_000.25,
        firstTokenMs: 12.5,
        cacheReadTokens: 7,
        estimated: true,
        costMicros: 9_007_199_254_740_991,
      });
      await store.write(aBatch({ attempts: [full, bare] }));
      assert.deepEqual(await store.attempts(ALL), [bare, full]);
    });

    it('keeps an attempt once, however often it is sent (R-COST-2)', async t => {
      const store = await openWithRun(t);
      const row = aLedgerRow({ costMicros: 5 });
      await store.write(aBatch({ attempts: [row, row] }));
      await store.write(aBatch({ attempts: [aLedgerRow({ costMicros: 6 }), aLedgerRow({ attemptId: 'attempt-2' })] }));
      assert.deepEqual(await store.attempts(ALL), [row, aLedgerRow({ attemptId: 'attempt-2' })]);
    });

    it('gives decisions and configurations back as they were written, once each', async t => {
      const store = await openWithRun(t);
      const record = aDecisionRecord({
        signals: [['__proto__', { coolingLeftMs: 1.5, consecutiveFailures: 2 }]],
        conversation: { hash: 4_294_967_295, lastProvider: 'primary' },
        spend: 'over_soft_ceiling',
        canary: 'aborted',
        overrides: [{ id: 'o', act: { kind: 'intent', intent: 'REFUND', provider: 'none' } }],
      });
      const configuration: RecordedConfiguration = {
        id: 'configuration-1',
        providers: [aProvider()],
        settings: routerSettings({ forced: 'primary' }),
      };
      const batch = aBatch({ decisions: [record], configurations: [configuration] });
      await store.write(batch);
      await store.write(batch);
      assert.deepEqual(await store.findDecision(record.id), record);
      assert.deepEqual(await store.decisions(ALL), [record]);
      assert.deepEqual(await store.findConfiguration('configuration-1'), configuration);
      assert.equal(await store.findDecision('other'), undefined);
      assert.equal(await store.findConfiguration('other'), undefined);
    });

    it('lists what lies in the time that is asked for, oldest first, and not more than is wanted', async t => {
      const store = await openWithRun(t);
      const attempts = [30, 10, 20, 40].map(ms => aLedgerRow({ attemptId: `attempt-${ms}`, startedAtMs: ms }));
      const decisions = [30, 10, 20, 40].map(ms => aDecisionRecord({ id: `decision-${ms}`, atMs: ms }));
      await store.write(aBatch({ attempts, decisions }));
      const query = { sinceMs: 10, untilMs: 40, limit: 2 };
      assert.deepEqual(
        (await store.attempts(query)).map(({ startedAtMs }) => startedAtMs),
        [10, 20],
      );
      assert.deepEqual(
        (await store.decisions({ ...query, limit: 9 })).map(({ atMs }) => atMs),
        [10, 20, 30],
      );
    });

    it('adds up what was spent by hour, tenant and assistant', async t => {
      const store = await openWithRun(t);
      const spent = (attemptId: string, startedAtMs: number, costMicros: number, tenant?: string) =>
        aLedgerRow({ attemptId, startedAtMs, costMicros, assistant: 'support', ...(tenant && { tenant }) });
      await store.write(
        aBatch({
          attempts: [
            spent('a', HOUR_MS - 1, 1, 'shop'),
            spent('b', HOUR_MS, 20, 'shop'),
            spent('c', 2 * HOUR_MS - 1, 300, 'shop'),
            spent('d', HOUR_MS + 5, 4_000),
            aLedgerRow({ attemptId: 'e', startedAtMs: HOUR_MS }),
          ],
        }),
      );
      const sums = await store.spentSince(HOUR_MS + 10);
      assert.deepEqual(
        sums.toSorted((one, other) => one.micros - other.micros),
        [
          { hourStartMs: HOUR_MS, tenant: 'shop', assistant: 'support', micros: 320 },
          { hourStartMs: HOUR_MS, tenant: undefined, assistant: 'support', micros: 4_000 },
        ],
      );
    });

    it('tells once what a run that died had begun and not written', async t => {
      const store = await openWithRun(t);
      await store.write(aBatch({ begunAttempts: 5, attempts: [aLedgerRow(), aLedgerRow({ attemptId: 'attempt-2' })] }));
      await store.openRun(aRun('other', 'two'));
      assert.deepEqual(await store.openRun(aRun('run-2')), { runs: 1, attempts: 3 });
      await store.closeRun('run-2');
      assert.deepEqual(await store.openRun(aRun('run-3')), { runs: 0, attempts: 0 });
    });

    it('misses nothing of a run that was closed', async t => {
      const store = await openWithRun(t);
      await store.write(aBatch({ begunAttempts: 1, attempts: [aLedgerRow()] }));
      await store.closeRun('run-1');
      await store.closeRun('run-1');
      assert.deepEqual(await store.openRun(aRun('run-2')), { runs: 0, attempts: 0 });
    });

    it('does not count an attempt twice that is sent twice', async t => {
      const store = await openWithRun(t);
      const batch = aBatch({ begunAttempts: 2, attempts: [aLedgerRow()] });
      await store.write(batch);
      await store.write(batch);
      assert.deepEqual(await store.openRun(aRun('run-2')), { runs: 1, attempts: 1 });
    });

    it('forgets what is older than it is told, and nothing else', async t => {
      const store = await openWithRun(t);
      const attempts = [10, 20].map(ms => aLedgerRow({ attemptId: `attempt-${ms}`, startedAtMs: ms }));
      const decisions = [10, 20].map(ms => aDecisionRecord({ id: `decision-${ms}`, atMs: ms }));
      await store.write(aBatch({ attempts, decisions }));
      assert.equal(await store.forgetBefore(20), 1);
      assert.deepEqual(await store.attempts(ALL), attempts.slice(1));
      assert.deepEqual(await store.decisions(ALL), decisions.slice(1));
    });
  });
}
