import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { LedgerRow } from '../money/ledger.ts';
import type { LedgerStore } from '../ports/ledger-store.ts';
import type { LedgerTotals, LedgerTotalsQuery } from '../ports/ledger-totals.ts';
import { aLedgerRow } from './a-ledger-row.ts';

export interface LedgerTotalsSetup {
  /** Empty; what is written here, `totals` adds up. */
  readonly ledger: LedgerStore;
  readonly totals: LedgerTotals;
}

const HOUR_MS = 3_600_000;
const SEOUL_AHEAD_MS = 9 * HOUR_MS;
const aQuery = (query: Partial<LedgerTotalsQuery> = {}): LedgerTotalsQuery => ({
  by: 'provider',
  sinceMs: 0,
  untilMs: Number.MAX_SAFE_INTEGER,
  dayOffsetMs: SEOUL_AHEAD_MS,
  limit: 100,
  ...query,
});

/** What every `LedgerTotals` must do. Each implementation's test calls this once. */
export function describeLedgerTotals(
  name: string,
  /** What it opens, it closes with `t.after`. */
  open: (t: TestContext) => LedgerTotalsSetup | Promise<LedgerTotalsSetup>,
): void {
  async function openWith(t: TestContext, rows: readonly Partial<LedgerRow>[]): Promise<LedgerTotals> {
    const { ledger, totals } = await open(t);
    await ledger.openRun({ id: 'run-1', instance: 'one', startedAtMs: 0 });
    const attempts = rows.map((row, index) => aLedgerRow({ attemptId: `attempt-${index}`, ...row }));
    const batch = { runId: 'run-1', begunAttempts: attempts.length, decisions: [], configurations: [] };
    await ledger.write({ ...batch, attempts });
    return totals;
  }

  describe(`${name} (LedgerTotals contract)`, () => {
    it('is empty where nothing was tried', async t => {
      assert.deepEqual(await (await openWith(t, [])).totals(aQuery()), []);
    });

    it('adds up attempts, decisions, failures, tokens and money', async t => {
      const totals = await openWith(t, [
        { decisionId: 'one', outcome: 'rate_limited', attempt: 1, outputTokens: 0, estimated: true },
        { decisionId: 'one', attempt: 2, costMicros: 30, cacheReadTokens: 7 },
        { decisionId: 'two', outcome: 'cancelled', costMicros: 12 },
      ]);
      assert.deepEqual(await totals.totals(aQuery()), [
        {
          key: 'primary',
          decisions: 2,
          attempts: 3,
          failures: 1,
          inputTokens: 300,
          outputTokens: 40,
          cacheReadTokens: 7,
          costMicros: 42,
          unpriced: 1,
          estimated: 1,
        },
      ]);
    });

    it('tells the dearest first, and keeps those apart that name nothing', async t => {
      const totals = await openWith(t, [
        { tenant: '"가게"\u0000', costMicros: 5 },
        { tenant: 'shop', costMicros: 9 },
        { costMicros: 7 },
        { tenant: 'shop', costMicros: 1 },
      ]);
      const lines = await totals.totals(aQuery({ by: 'tenant' }));
      assert.deepEqual(
        lines.map(({ key, costMicros }) => [key, costMicros]),
        [
          ['shop', 10],
          [undefined, 7],
          ['"가게"\u0000', 5],
        ],
      );
      assert.equal((await totals.totals(aQuery({ by: 'tenant', limit: 2 }))).length, 2);
    });

    it('knows days by the clock on the wall, and tells them in order', async t => {
      const midnightMs = Date.UTC(2026, 10, 19, 15);
      const totals = await openWith(t, [
        { startedAtMs: midnightMs, costMicros: 1 },
        { startedAtMs: midnightMs - 1, costMicros: 9 },
        { startedAtMs: midnightMs + 24 * HOUR_MS - 1, costMicros: 2 },
      ]);
      const lines = await totals.totals(aQuery({ by: 'day' }));
      assert.deepEqual(
        lines.map(({ key, costMicros }) => [key, costMicros]),
        [
          ['2026-11-19', 9],
          ['2026-11-20', 3],
        ],
      );
    });

    it('looks at what began from the first instant on and before the second', async t => {
      const totals = await openWith(t, [{ startedAtMs: 1 }, { startedAtMs: 2 }, { startedAtMs: 3 }]);
      const [line] = await totals.totals(aQuery({ sinceMs: 2, untilMs: 3 }));
      assert.equal(line?.attempts, 1);
    });

    for (const by of ['assistant', 'intent'] as const) {
      it(`adds up by ${by}`, async t => {
        const totals = await openWith(t, [{ [by]: 'one' }, { [by]: 'two' }, { [by]: 'one' }]);
        const lines = await totals.totals(aQuery({ by }));
        assert.deepEqual(
          lines.map(({ key, attempts }) => [key, attempts]),
          [
            ['one', 2],
            ['two', 1],
          ],
        );
      });
    }

    it('adds up beyond what an integer of 32 bits holds', async t => {
      const many = 3_000_000_000;
      const totals = await openWith(t, [
        { costMicros: many, inputTokens: many },
        { costMicros: many, inputTokens: many },
      ]);
      const [line] = await totals.totals(aQuery());
      assert.deepEqual([line?.costMicros, line?.inputTokens], [2 * many, 2 * many]);
    });
  });
}
