import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/**
 * An open database, migrated, whatever its dialect. The stores are written once against it; what differs
 * between dialects (how a claim is made alone, how long a lock is waited for) is behind these three methods.
 * Each throws `DatabaseBusyError` when a lock did not come free in time, and `DatabaseUnavailableError` when the
 * server was not there in time.
 */
export interface SqlDatabase extends AsyncDisposable {
  /** Runs statements that only read. They may run twice. */
  read<Value>(work: (db: Kysely<Tables>) => Promise<Value>): Promise<Value>;
  /** Runs one statement that writes. It may run twice, but is kept once. */
  write<Value>(work: (db: Kysely<Tables>) => Promise<Value>): Promise<Value>;
  /**
   * Runs `work` in a transaction that is the only one to claim any of `names`: SQLite locks the whole file,
   * PostgreSQL takes an advisory lock for each name. All of its changes are kept, or none when it throws.
   * It may run twice, and must await nothing but the transaction.
   */
  claim<Value>(names: readonly string[], work: (transaction: Transaction<Tables>) => Promise<Value>): Promise<Value>;
  /** Asks once, without patience, whether the database is there. @throws what is wrong */
  ping(): Promise<void>;
}
