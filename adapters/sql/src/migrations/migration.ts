import type { Transaction } from 'kysely';
import type { Tables } from '../tables.ts';

/** One step forward of the tables. Once released it is never changed; the next step is a new file. */
export interface Migration {
  /** Also its order: `0001-…`. */
  readonly name: string;
  up(transaction: Transaction<Tables>): Promise<void>;
}
