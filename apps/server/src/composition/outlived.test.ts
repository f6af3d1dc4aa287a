import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryEventStore } from '@naru/events/memory';
import { someEvents, AN_INSTANT_MS } from '@naru/events/testing';
import type { LedgerStore } from '@naru/router';
import { createMemoryLedgerStore } from '@naru/router/memory';
import { aDecisionRecord, aLedgerRow } from '@naru/router/testing';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { outlivedOf } from './outlived.ts';

const DAY_MS = 86_400_000;

it('events go after the days of the setting, in pieces, and what is remembered of tickets at its own times', async () => {
  const sources = { env: { NARU_EVENTS_KEEP_DAYS: '7' }, readFile: () => undefined };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok', JSON.stringify(loaded));
  const eventArchive = new MemoryEventStore();
  await eventArchive.write(someEvents(700), new AbortController().signal);
  const askedAtMs: number[] = [];
  const ticketMemory = { forgetExpired: async (nowMs: number) => askedAtMs.push(nowMs) };
  const [, events, tickets] = outlivedOf({
    config: new LiveConfig(sources, loaded).current,
    ledger: createMemoryLedgerStore(),
    eventArchive,
    ticketMemory,
  });
  const afterMs = AN_INSTANT_MS + 7 * DAY_MS;
  assert.equal(await events?.forgetSome(afterMs + 1), 0);
  assert.equal(await events?.forgetSome(afterMs + 601), 500);
  assert.equal(await events?.forgetSome(afterMs + 601), 100);
  assert.equal(await events?.forgetSome(afterMs + 601), 0);
  assert.equal(await tickets?.forgetSome(afterMs), 1);
  assert.deepEqual(askedAtMs, [afterMs]);
});

describe('the ledger (R-COST-2)', () => {
  const NOW_MS = 1_000 * DAY_MS;
  const KEPT = { ledger: { keepDays: 90 }, events: { keepDays: 30 } };

  async function setUp(agesMs: readonly number[]) {
    const ledger = createMemoryLedgerStore();
    await ledger.openRun({ id: 'run-1', instance: 'one', startedAtMs: 0 });
    const attempts = agesMs.map((ageMs, at) => aLedgerRow({ attemptId: `${at}`, startedAtMs: NOW_MS - ageMs }));
    const decisions = agesMs.map((ageMs, at) => aDecisionRecord({ id: `${at}`, atMs: NOW_MS - ageMs }));
    await ledger.write({ runId: 'run-1', begunAttempts: agesMs.length, attempts, decisions, configurations: [] });
    const spans: number[] = [];
    let oldestMs = NOW_MS - Math.max(0, ...agesMs);
    const watched: LedgerStore = {
      ...ledger,
      forgetBefore(beforeMs) {
        spans.push(beforeMs - oldestMs);
        oldestMs = beforeMs;
        return ledger.forgetBefore(beforeMs);
      },
    };
    const [past] = outlivedOf({
      config: KEPT as unknown as Parameters<typeof outlivedOf>[0]['config'],
      ledger: watched,
      ticketMemory: { forgetExpired: async () => 0 },
      eventArchive: new MemoryEventStore(),
    });
    async function forgetAll(): Promise<void> {
      while ((await past?.forgetSome(NOW_MS)) !== 0);
    }
    const all = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 1_000 };
    const kept = async (): Promise<readonly [number, number]> => [
      (await ledger.attempts(all)).length,
      (await ledger.decisions(all)).length,
    ];
    return { forgetAll, kept, spans };
  }

  it('forgets what is older than its days, and keeps the rest', async () => {
    const { forgetAll, kept } = await setUp([0, 89 * DAY_MS, 91 * DAY_MS, 120 * DAY_MS, 500 * DAY_MS]);
    await forgetAll();
    assert.deepEqual(await kept(), [2, 2]);
  });

  it('goes in small steps, so that no statement holds the thread for long', async () => {
    const { forgetAll, kept, spans } = await setUp(Array.from({ length: 12 }, (_, at) => 92 * DAY_MS - at * 3_600_000));
    await forgetAll();
    assert.deepEqual(await kept(), [0, 0]);
    assert.equal(spans.length, 12);
    assert.ok(Math.max(...spans) <= 3_600_000, `${Math.max(...spans)}`);
  });
});
