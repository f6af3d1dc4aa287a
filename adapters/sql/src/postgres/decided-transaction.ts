import { sql, type ControlledTransaction, type Kysely, type Transaction } from 'kysely';
import { DatabaseUnavailableError } from '../errors.ts';
import type { Tables } from '../tables.ts';
import { ConnectionFault } from './connection-fault.ts';
import type { PostgresPatience } from './postgres-patience.ts';

export interface TransactionPlace {
  readonly kysely: Kysely<Tables>;
  /** For asking how a transaction ended. */
  readonly patience: PostgresPatience;
  /** Host and port, for messages. */
  readonly where: string;
}

/** The transaction is not there, and may be made once more. */
const ROLLED_BACK: unique symbol = Symbol('rolled back');

/**
 * Runs `work` in a transaction that holds the advisory locks `lockKeys`, and knows in the end whether it was kept:
 * where the answer to COMMIT is lost, the server is asked by the transaction's id (`pg_xact_status`).
 *
 * @throws {ConnectionFault} when the connection was lost and nothing was kept
 * @throws {DatabaseUnavailableError} when it was lost and the server does not say any more what was kept
 */
export async function decidedTransaction<Value>(
  place: TransactionPlace,
  lockKeys: readonly string[],
  work: (transaction: Transaction<Tables>) => Promise<Value>,
): Promise<Value> {
  // Each statement sees what was committed before it, so also what the last holder of the locks wrote.
  const transaction = await place.kysely.startTransaction().setIsolationLevel('read committed').execute();
  let id: string;
  let value: Value;
  try {
    id = await enter(transaction, lockKeys);
    value = await work(transaction);
  } catch (error) {
    await leave(transaction);
    throw error;
  }
  try {
    await transaction.commit().execute();
  } catch (error) {
    await leave(transaction);
    if (!(error instanceof ConnectionFault)) throw error;
    if ((await ending(place, id)) === ROLLED_BACK) throw error;
  }
  return value;
}

/** Takes the locks in their order. @returns the transaction's id */
async function enter(transaction: Transaction<Tables>, lockKeys: readonly string[]): Promise<string> {
  if (lockKeys.length > 0) {
    await sql`SELECT pg_advisory_xact_lock(key) FROM unnest(${lockKeys}::bigint[]) AS key`.execute(transaction);
  }
  const { rows } = await sql<{ id: string }>`SELECT pg_current_xact_id()::text AS id`.execute(transaction);
  return rows[0]!.id;
}

/** Gives the connection back. One that is lost has rolled back by itself. */
async function leave(transaction: ControlledTransaction<Tables>): Promise<void> {
  try {
    await transaction.rollback().execute();
  } catch {
    // The first error is the one to tell.
  }
}

async function ending({ kysely, patience, where }: TransactionPlace, id: string): Promise<typeof ROLLED_BACK | 'kept'> {
  let status: string | null | undefined;
  try {
    status = await patience.repeat(async () => {
      const ask = sql<{ status: string | null }>`SELECT pg_xact_status(${id}::xid8) AS status`;
      const { rows } = await ask.execute(kysely);
      // Its server process has not noticed yet that nobody is there.
      if (rows[0]?.status === 'in progress') throw new ConnectionFault('The transaction has not ended yet');
      return rows[0]?.status;
    });
  } catch (error) {
    throw new DatabaseUnavailableError(where, 'unknown', { cause: error });
  }
  if (status === 'committed') return 'kept';
  if (status === 'aborted') return ROLLED_BACK;
  throw new DatabaseUnavailableError(where, 'unknown');
}
