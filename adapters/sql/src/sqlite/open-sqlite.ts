import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Kysely } from 'kysely';
import type { Clock, Random } from '@naru/kernel';
import { migrate } from '../migrations/migrate.ts';
import type { SqlDatabase } from '../sql-database.ts';
import type { Tables } from '../tables.ts';
import { LockPatience } from './lock-patience.ts';
import { nodeSqliteDialect } from './node-sqlite-dialect.ts';
import { writeTogether } from './write-groups.ts';
import { WriterQueue } from './writer-queue.ts';

export interface SqliteOptions {
  /** A file, made with its folder where it is not there yet, or `:memory:`. */
  readonly path: string;
  readonly clock: Clock;
  readonly random: Random;
  /** How long a lock of another process is waited for; default 5 s. */
  readonly lockWaitMs?: number;
}

/** SQLite waits for a lock by blocking the thread; nobody's stream should feel it. */
const BLOCKING_WAIT_MS = 5;
const MAX_IDLE_WAL_BYTES = 64 * 1024 * 1024;
/** Keys are random, so that every insert touches pages all over the file; 2 MiB, the default, hold a few minutes. */
const CACHE_KIB = 16 * 1024;
/** 16 MiB: a page that changes again and again is written back to the file once instead of four times. */
const CHECKPOINT_PAGES = 4_096;

/**
 * Opens a SQLite database and brings it up to date.
 *
 * A transaction that was committed survives the death of the process. After a power cut the last ones may be
 * missing (`synchronous = NORMAL`), never parts of one.
 *
 * @throws {DatabaseNewerError} when a later version wrote it
 * @throws {DatabaseBusyError} when another process keeps it locked
 */
export async function openSqlite({ path, clock, random, lockWaitMs = 5_000 }: SqliteOptions): Promise<SqlDatabase> {
  // What customers write is in there; other accounts of the machine have no business with it.
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });

  await using opening = new AsyncDisposableStack();
  const sqlite = new DatabaseSync(path, { timeout: BLOCKING_WAIT_MS });
  const kysely = new Kysely<Tables>({ dialect: nodeSqliteDialect(sqlite) });
  opening.defer(() => kysely.destroy());
  opening.defer(() => (sqlite.isOpen ? sqlite.close() : undefined));
  const patience = new LockPatience({ waitMs: lockWaitMs, clock, random });

  await patience.repeat(async () => {
    sqlite.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
                 PRAGMA journal_size_limit = ${MAX_IDLE_WAL_BYTES}; PRAGMA foreign_keys = ON;
                 PRAGMA cache_size = -${CACHE_KIB}; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  });

  const writers = new WriterQueue(patience, group => writeTogether(sqlite, kysely, group));
  const database: SqlDatabase = {
    read: work => patience.repeat(() => work(kysely)),
    write: work => writers.enter({ work, isOneStatement: true }),
    claim: (_names, work) => writers.enter({ work, isOneStatement: false }),
    async ping() {
      sqlite.exec('SELECT 1');
    },
    async [Symbol.asyncDispose]() {
      await writers.empty();
      await kysely.destroy();
      if (sqlite.isOpen) sqlite.close();
    },
  };
  await migrate(database, clock);
  opening.move();
  return database;
}
