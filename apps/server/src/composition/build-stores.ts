import { join } from 'node:path';
import type { SessionStore, TurnStore } from '@naru/chat';
import type { Clock, Random } from '@naru/kernel';
import type { ReportStore } from '@naru/reports';
import type { LedgerStore, OverrideStore } from '@naru/router';
import {
  createSqlLedgerStore,
  createSqlOverrideStore,
  createSqlReportStore,
  createSqlSessionStore,
  createSqlTurnStore,
  openSqlite,
} from '@naru/sql';
import type { ReadinessCheck } from '../http/operator/health-routes.ts';
import { readsItsWrites } from './reads-its-writes.ts';

export interface StoreParts {
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly opening: AsyncDisposableStack;
}

export interface Stores {
  readonly sessions: SessionStore;
  readonly turns: TurnStore;
  readonly ledger: LedgerStore;
  readonly overrides: OverrideStore;
  readonly reports: ReportStore;
  readonly readiness: ReadinessCheck;
}

const NOBODY = 'readiness';

/** Conversations, turns, ledger, overrides and audit in `naru.db` of the data directory. */
export async function buildStores({ dataDir, clock, random, opening }: StoreParts): Promise<Stores> {
  const database = opening.use(await openSqlite({ path: join(dataDir, 'naru.db'), clock, random }));
  const sessions = createSqlSessionStore(database);
  return {
    sessions,
    turns: createSqlTurnStore(database),
    ledger: createSqlLedgerStore(database),
    overrides: readsItsWrites(createSqlOverrideStore(database)),
    reports: createSqlReportStore(database),
    readiness: {
      name: 'database',
      async check() {
        await sessions.find(NOBODY, NOBODY);
        return undefined;
      },
    },
  };
}
