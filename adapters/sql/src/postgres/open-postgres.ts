import { Kysely, PostgresDialect, sql } from 'kysely';
import type { Clock, Random } from '@naru/kernel';
import { DatabaseUnavailableError } from '../errors.ts';
import { migrate } from '../migrations/migrate.ts';
import type { SqlDatabase } from '../sql-database.ts';
import type { Tables } from '../tables.ts';
import { decidedTransaction } from './decided-transaction.ts';
import { lockKeys } from './lock-key.ts';
import { onceDone } from './once-done.ts';
import { PostgresPatience } from './postgres-patience.ts';
import { createPostgresPool, type PostgresPoolOptions } from './postgres-pool.ts';

export interface PostgresOptions {
  /** `postgresql://user:password@host:5432/database`, with `sslmode` and the like as query. */
  readonly url: string;
  /** Where the tables are; made where it is missing. Default: what the server has set, as a rule `public`. */
  readonly schema?: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Of this process; default 10. */
  readonly maxConnections?: number;
  /** How long a connection is waited for at a time; default 2 s. */
  readonly connectMs?: number;
  /** How long locks of others, or a server that is away, are waited for in all; default 5 s. */
  readonly waitMs?: number;
  /** After which the server ends a statement; default 10 s. */
  readonly statementMs?: number;
  /** How long opening waits for a server that is away; default 1 s. */
  readonly firstContactMs?: number;
}

/** Another instance that starts may have much to migrate. */
const MIGRATION_WAIT_MS = 60_000;
const SCHEMA_NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Opens a PostgreSQL database (13 or newer) and brings it up to date.
 *
 * A server that is away is no error here: each call tries again, brings the tables up to date when it is there,
 * and throws `DatabaseUnavailableError` while it is not.
 *
 * @throws {DatabaseNewerError} when a later version wrote it
 * @throws {RangeError} for a schema's name other than small letters, digits and underscores
 * @throws what the server says when it does not let us in
 */
export async function openPostgres(options: PostgresOptions): Promise<SqlDatabase> {
  const { clock, random, schema, waitMs = 5_000, firstContactMs = 1_000 } = options;
  if (schema !== undefined && !SCHEMA_NAME.test(schema)) {
    throw new RangeError(`The schema must be small letters, digits and underscores, got ${JSON.stringify(schema)}`);
  }
  const where = hostOf(options.url);
  const patience = new PostgresPatience({ clock, random, where, busyMs: waitMs, unreachableMs: waitMs });
  const kysely = open(poolOptions(options));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => kysely.destroy());

  const upToDate = onceDone(() => bringUpToDate(options, where));
  let isClosed = false;
  const ready = async <Value>(work: () => Promise<Value>): Promise<Value> => {
    if (isClosed) throw new Error('The database was closed');
    await upToDate();
    return work();
  };
  const place = { kysely, patience, where };
  const database: SqlDatabase = {
    read: work => patience.repeat(() => ready(() => work(kysely))),
    write: work => patience.repeat(() => ready(() => decidedTransaction(place, [], work))),
    claim(names, work) {
      const keys = lockKeys(schema ?? '', names);
      return patience.repeat(() => ready(() => decidedTransaction(place, keys, work)));
    },
    async ping() {
      const once = new PostgresPatience({ clock, random, where, busyMs: 0, unreachableMs: 0 });
      await once.repeat(() => ready(() => sql`SELECT 1`.execute(kysely)));
    },
    [Symbol.asyncDispose]() {
      isClosed = true;
      return kysely.destroy();
    },
  };

  try {
    const first = new PostgresPatience({ clock, random, where, busyMs: waitMs, unreachableMs: firstContactMs });
    await first.repeat(upToDate);
  } catch (error) {
    if (!(error instanceof DatabaseUnavailableError)) throw error;
  }
  opening.move();
  return database;
}

/** Over a connection of its own, on which a statement may take as long as it needs. */
async function bringUpToDate(options: PostgresOptions, where: string): Promise<void> {
  const { clock, random, schema } = options;
  const kysely = open({ ...poolOptions(options), maxConnections: 1, lockWaitMs: MIGRATION_WAIT_MS, statementMs: 0 });
  try {
    const patience = new PostgresPatience({ clock, random, where, busyMs: 0, unreachableMs: 0 });
    const claim: SqlDatabase['claim'] = (names, work) =>
      decidedTransaction({ kysely, patience, where }, lockKeys(schema ?? '', names), work);
    if (schema !== undefined) {
      await claim(['schema'], transaction => transaction.schema.createSchema(schema).ifNotExists().execute());
    }
    await migrate({ claim }, clock);
  } finally {
    await kysely.destroy();
  }
}

function poolOptions(options: PostgresOptions): PostgresPoolOptions {
  const { url, schema, clock, maxConnections = 10, connectMs = 2_000, waitMs = 5_000, statementMs = 10_000 } = options;
  return { url, schema, clock, maxConnections, connectMs, lockWaitMs: waitMs, statementMs };
}

function open(options: PostgresPoolOptions): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: createPostgresPool(options) }) });
}

/** What may stand in a message: never the password. */
function hostOf(url: string): string {
  return URL.parse(url)?.host ?? 'an address that is none';
}
