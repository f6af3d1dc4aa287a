import type { SessionStore, StreamArchive, TurnStore } from '@naru/chat';
import { NaruError, type Clock, type Logger, type Random } from '@naru/kernel';
import type { ReportStore } from '@naru/reports';
import type { LedgerStore, LedgerTotals, OverrideStore, SteeringStore } from '@naru/router';
import type { FeedbackStore, TicketService } from '@naru/support';
import {
  createSqlFeedbackStore,
  createSqlLedgerStore,
  createSqlLedgerTotals,
  createSqlOverrideStore,
  createSqlReportStore,
  createSqlSessionStore,
  createSqlStreamArchive,
  createSqlSteeringStore,
  createSqlTicketMemory,
  createSqlTicketService,
  createSqlTurnStore,
  type SqlTicketMemory,
} from '@naru/sql';
import type { Config } from '../config/index.ts';
import type { ReadinessCheck } from '../http/operator/health-routes.ts';
import { totalsInParts } from '../ledger/totals-in-parts.ts';
import { openDatabase } from './open-database.ts';
import { readsItsWrites } from './reads-its-writes.ts';
import { startWork, type StartWork } from './start-work.ts';

export interface StoreParts {
  readonly config: Pick<Config, 'databaseUrl' | 'server'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly opening: AsyncDisposableStack;
}

export interface Stores {
  readonly sessions: SessionStore;
  readonly turns: TurnStore;
  readonly streams: StreamArchive;
  readonly ledger: LedgerStore;
  readonly ledgerTotals: LedgerTotals;
  readonly overrides: OverrideStore;
  readonly steering: SteeringStore;
  readonly reports: ReportStore;
  readonly tickets: TicketService;
  readonly ticketMemory: SqlTicketMemory;
  readonly feedback: FeedbackStore;
  readonly readiness: ReadinessCheck;
  /** For what a start does with the database, which may be away. */
  readonly atStart: StartWork;
}

/** Everything that is kept, in one database. */
export async function buildStores({ config, clock, random, logger, opening }: StoreParts): Promise<Stores> {
  const database = opening.use(await openDatabase({ config, clock, random }));
  const ledger = createSqlLedgerStore(database);
  const ledgerTotals = createSqlLedgerTotals(database);
  const closing = opening.adopt(new AbortController(), controller => controller.abort());
  return {
    sessions: createSqlSessionStore(database),
    streams: createSqlStreamArchive(database),
    turns: createSqlTurnStore(database),
    ledger,
    ledgerTotals: config.databaseUrl ? ledgerTotals : totalsInParts(ledgerTotals, ledger, clock),
    overrides: readsItsWrites(createSqlOverrideStore(database)),
    steering: createSqlSteeringStore(database),
    reports: createSqlReportStore(database),
    tickets: createSqlTicketService(database),
    ticketMemory: createSqlTicketMemory(database),
    feedback: createSqlFeedbackStore(database),
    readiness: {
      name: 'database',
      async check() {
        try {
          await database.ping();
          return undefined;
        } catch (error) {
          return error instanceof NaruError && error.retryable
            ? 'not reachable; it is tried again and again'
            : 'failed';
        }
      },
    },
    atStart: startWork({ database, clock, logger, signal: closing.signal }),
  };
}
