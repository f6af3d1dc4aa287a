import type { DecisionRecord, LedgerRow, RecordedConfiguration } from '../money/ledger.ts';
import type { LedgerQuery, LedgerRun, LedgerStore, SpentInHour } from '../ports/ledger-store.ts';

const HOUR_MS = 3_600_000;

interface Run extends LedgerRun {
  begun: number;
  written: number;
  isClosed: boolean;
}

/** The reference `LedgerStore`: for tests, and for running without a database. Keeps all until it is told to forget. */
export function createMemoryLedgerStore(): LedgerStore {
  const runs = new Map<string, Run>();
  const attempts = new Map<string, LedgerRow>();
  const decisions = new Map<string, DecisionRecord>();
  const configurations = new Map<string, RecordedConfiguration>();

  return {
    async openRun(run) {
      const dead = [...runs.values()].filter(({ instance, isClosed }) => instance === run.instance && !isClosed);
      for (const other of dead) other.isClosed = true;
      if (runs.has(run.id)) throw new Error(`The run id ${run.id} is taken; ids must be new`);
      runs.set(run.id, { ...run, begun: 0, written: 0, isClosed: false });
      const lost = dead.map(({ begun, written }) => Math.max(0, begun - written));
      return { runs: dead.length, attempts: lost.reduce((sum, count) => sum + count, 0) };
    },

    async write(batch) {
      const run = runs.get(batch.runId);
      if (!run) throw new Error(`The run ${batch.runId} was never opened`);
      run.begun = Math.max(run.begun, batch.begunAttempts);
      for (const row of batch.attempts) {
        if (attempts.has(row.attemptId)) continue;
        attempts.set(row.attemptId, row);
        run.written += 1;
      }
      for (const record of batch.decisions) decisions.getOrInsert(record.id, record);
      for (const configuration of batch.configurations) configurations.getOrInsert(configuration.id, configuration);
    },

    async closeRun(runId) {
      const run = runs.get(runId);
      if (run) run.isClosed = true;
    },

    async attempts(query) {
      return within([...attempts.values()], query, ({ startedAtMs }) => startedAtMs);
    },

    async decisions(query) {
      return within([...decisions.values()], query, ({ atMs }) => atMs);
    },

    async findDecision(id) {
      return decisions.get(id);
    },

    async findConfiguration(id) {
      return configurations.get(id);
    },

    async spentSince(sinceMs) {
      const fromMs = hourOf(sinceMs);
      const sums = new Map<string, SpentInHour>();
      for (const { startedAtMs, tenant, assistant, costMicros = 0 } of attempts.values()) {
        const hourStartMs = hourOf(startedAtMs);
        if (hourStartMs < fromMs || costMicros === 0) continue;
        const key = JSON.stringify([hourStartMs, tenant, assistant]);
        const micros = (sums.get(key)?.micros ?? 0) + costMicros;
        sums.set(key, { hourStartMs, tenant, assistant, micros });
      }
      return [...sums.values()];
    },

    async forgetBefore(beforeMs) {
      const old = [...attempts.values()].filter(({ startedAtMs }) => startedAtMs < beforeMs);
      for (const { attemptId } of old) attempts.delete(attemptId);
      for (const { id, atMs } of decisions.values()) if (atMs < beforeMs) decisions.delete(id);
      return old.length;
    },
  };
}

function within<Item>(
  items: readonly Item[],
  { sinceMs, untilMs, limit }: LedgerQuery,
  timeOf: (item: Item) => number,
): readonly Item[] {
  return items
    .filter(item => timeOf(item) >= sinceMs && timeOf(item) < untilMs)
    .toSorted((one, other) => timeOf(one) - timeOf(other))
    .slice(0, limit);
}

function hourOf(ms: number): number {
  return Math.floor(ms / HOUR_MS) * HOUR_MS;
}
