import { Pool, types, type PoolClient } from 'pg';
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type { Clock } from '@naru/kernel';
import { ConnectionFault, NoFreeConnectionError, toFault } from './connection-fault.ts';
import { toSafeNumber } from './safe-number.ts';

export interface PostgresPoolOptions {
  readonly url: string;
  /** First in the search path, and alone; missing: what the server has set for the user. */
  readonly schema: string | undefined;
  readonly clock: Clock;
  readonly maxConnections: number;
  readonly connectMs: number;
  readonly lockWaitMs: number;
  /** 0: as long as it takes. */
  readonly statementMs: number;
}

/** Shorter than what firewalls and balancers forget a silent connection after. */
const IDLE_MS = 30_000;
/** So that a new address behind the name, after a failover, is found by those that never fail. */
const MAX_AGE_SECONDS = 1_800;
/** A server that is there ends a statement itself; one that is silent for this much longer is gone. */
const SILENCE_MS = 2_000;
/** Many that ask while the server is away would dial without end. */
const REDIAL_MS = 100;

const INT8 = types.builtins.INT8;
const NUMERIC = types.builtins.NUMERIC;

/** A pool of pg for Kysely. Whatever happens to a connection is told as `ConnectionFault`, and ends it. */
export function createPostgresPool(options: PostgresPoolOptions): PostgresPool {
  const { url, schema, clock, statementMs } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: 'naru',
    max: options.maxConnections,
    connectionTimeoutMillis: options.connectMs,
    idleTimeoutMillis: IDLE_MS,
    maxLifetimeSeconds: MAX_AGE_SECONDS,
    keepAlive: true,
    lock_timeout: options.lockWaitMs,
    ...(schema !== undefined && { options: `-c search_path=${schema}` }),
    ...(statementMs > 0 && {
      statement_timeout: statementMs,
      query_timeout: statementMs + SILENCE_MS,
      idle_in_transaction_session_timeout: statementMs,
    }),
    types: {
      getTypeParser: (oid: number, format?: 'text' | 'binary') =>
        oid === INT8 || oid === NUMERIC ? toSafeNumber : types.getTypeParser(oid, format as 'text'),
    },
  });
  // A connection that breaks while nobody uses it is told by an event, which would end the process if nobody
  // listened. Whoever asks next finds out.
  pool.on('error', () => {});
  pool.on('connect', client => client.on('error', () => {}));

  let failedAtMs = -Infinity;
  let lastFault: ConnectionFault | undefined;
  return {
    async connect() {
      const mayBeAway = clock.monotonicMs() - failedAtMs < REDIAL_MS;
      if (mayBeAway && lastFault && pool.idleCount === 0) throw lastFault;
      try {
        return lend(await pool.connect());
      } catch (error) {
        const fault = toFault(error);
        if (pool.totalCount >= options.maxConnections) throw new NoFreeConnectionError({ cause: error });
        if (fault instanceof ConnectionFault) {
          failedAtMs = clock.monotonicMs();
          lastFault = fault;
        }
        throw fault;
      }
    },
    end: () => pool.end(),
    // Kysely would make connections of its own out of these, in order to cancel statements.
    options: {},
  };
}

/** A connection that is not lent again once it has failed. */
function lend(client: PoolClient): PostgresPoolClient {
  let isBroken = false;
  const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      return await client.query(sql, [...parameters]);
    } catch (error) {
      const fault = toFault(error);
      isBroken ||= fault instanceof ConnectionFault;
      throw fault;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: destroy => client.release(isBroken || destroy === true),
  };
}
