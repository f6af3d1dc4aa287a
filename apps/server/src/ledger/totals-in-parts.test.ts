import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import type { LedgerTotals, LedgerTotalsQuery } from '@naru/router';
import { createMemoryLedgerStore, createMemoryLedgerTotals } from '@naru/router/memory';
import { aLedgerRow, describeLedgerTotals } from '@naru/router/testing';
import { totalsInParts } from './totals-in-parts.ts';

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 21);

describeLedgerTotals('in parts', () => {
  const ledger = createMemoryLedgerStore();
  return { ledger, totals: totalsInParts(createMemoryLedgerTotals(ledger), ledger, new FakeClock(NOW_MS)) };
});

describe('the ledger added up in parts', () => {
  it('comes to the same as at once, without a long sum and without many', async () => {
    const ledger = createMemoryLedgerStore();
    await ledger.openRun({ id: 'run-1', instance: 'one', startedAtMs: 0 });
    const attempts = Array.from({ length: 500 }, (_, at) =>
      aLedgerRow({
        attemptId: `${at}`,
        decisionId: `${at}`,
        provider: at % 3 === 0 ? 'second' : 'primary',
        startedAtMs: NOW_MS - 90 * DAY_MS + at * 15_000_000,
        costMicros: at,
      }),
    );
    await ledger.write({ runId: 'run-1', begunAttempts: 500, attempts, decisions: [], configurations: [] });
    const whole = createMemoryLedgerTotals(ledger);
    const spans: number[] = [];
    const watched: LedgerTotals = {
      totals(query) {
        spans.push(query.untilMs - query.sinceMs);
        return whole.totals(query);
      },
    };
    const inParts = totalsInParts(watched, ledger, new FakeClock(NOW_MS));
    const query: LedgerTotalsQuery = {
      by: 'provider',
      sinceMs: 0,
      untilMs: Number.MAX_SAFE_INTEGER,
      dayOffsetMs: 0,
      limit: 10,
    };
    for (const by of ['provider', 'day'] as const) {
      assert.deepEqual(await inParts.totals({ ...query, by }), await whole.totals({ ...query, by }));
    }
    assert.ok(Math.max(...spans) < 3 * 3_600_000, `a part of ${Math.max(...spans)} ms`);
    assert.ok(spans.length <= 2 * 1_001, `${spans.length} parts`);
  });
});
