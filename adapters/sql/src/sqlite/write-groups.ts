import type { DatabaseSync } from 'node:sqlite';
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../tables.ts';
import { isLocked } from './sqlite-error.ts';

type Work = (transaction: Transaction<Tables>) => Promise<unknown>;

export interface Writer {
  readonly work: Work;
  /** One statement is a transaction by itself. */
  readonly isOneStatement: boolean;
}

export type WriterOutcome =
  { readonly kind: 'done'; readonly value: unknown } | { readonly kind: 'failed'; readonly error: unknown };

/** What ended the transaction of a whole group, whoever caused it. */
class GroupLost extends Error {}

/**
 * Writes for several at once, in one transaction: a commit costs as much as several short statements, and pages that
 * all of them change are written once. Each is within a savepoint, so what one does is kept or undone by itself.
 *
 * @throws when somebody else has the lock, or the transaction as a whole is lost; then nothing is done
 */
export async function writeTogether(
  sqlite: DatabaseSync,
  kysely: Kysely<Tables>,
  writers: readonly Writer[],
): Promise<readonly WriterOutcome[]> {
  const [first] = writers;
  if (!first || writers.length > 1) {
    return kysely.transaction().execute(transaction => eachByItself(sqlite, transaction, writers));
  }
  const { work, isOneStatement } = first;
  const value = await (isOneStatement ? work(kysely as Transaction<Tables>) : kysely.transaction().execute(work));
  return [{ kind: 'done', value }];
}

async function eachByItself(
  sqlite: DatabaseSync,
  transaction: Transaction<Tables>,
  writers: readonly Writer[],
): Promise<readonly WriterOutcome[]> {
  const outcomes: WriterOutcome[] = [];
  for (const { work } of writers) {
    sqlite.exec('SAVEPOINT writer');
    try {
      outcomes.push({ kind: 'done', value: await work(transaction) });
    } catch (error) {
      // SQLite ends the whole transaction by itself after some errors, such as a full disk.
      if (!sqlite.isTransaction) throw new GroupLost('The transaction is gone', { cause: error });
      if (isLocked(error)) throw error;
      sqlite.exec('ROLLBACK TO writer');
      outcomes.push({ kind: 'failed', error });
    }
    sqlite.exec('RELEASE writer');
  }
  return outcomes;
}
