import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface LedgerAttempt {
  readonly provider: string;
  readonly attempt: number;
  readonly outcome: string;
  readonly status: number | undefined;
  readonly dispatched: boolean;
}

const LOOK_EVERY_MS = 150;

/** The rows of a running server's ledger by request id, once no more come: it is written behind the answers. */
export async function ledgerOf(
  dataDir: string,
  requestPrefix: string,
  withinMs: number,
): Promise<ReadonlyMap<string, readonly LedgerAttempt[]>> {
  const database = new DatabaseSync(join(dataDir, 'naru.db'), { readOnly: true });
  try {
    const count = database.prepare('SELECT count(*) AS rows FROM ledger_attempt');
    let rows = -1;
    for (const untilMs = performance.now() + withinMs; performance.now() < untilMs;) {
      const now = Number(count.get()?.['rows']);
      if (now === rows) break;
      rows = now;
      await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
    }
    const found = database
      .prepare(
        `SELECT request_id, provider, attempt, outcome, status, dispatched FROM ledger_attempt
         WHERE substr(request_id, 1, ?) = ? ORDER BY id`,
      )
      .all(requestPrefix.length, requestPrefix);
    const byRequest = new Map<string, LedgerAttempt[]>();
    for (const { request_id, provider, attempt, outcome, status, dispatched } of found) {
      const row = {
        provider: String(provider),
        attempt: Number(attempt),
        outcome: String(outcome),
        status: status === null ? undefined : Number(status),
        dispatched: dispatched === 1,
      };
      byRequest.set(String(request_id), [...(byRequest.get(String(request_id)) ?? []), row]);
    }
    return byRequest;
  } finally {
    database.close();
  }
}
