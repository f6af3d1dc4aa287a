import type { CompiledQuery, Compilable, Transaction } from 'kysely';
import { inPieces } from './in-pieces.ts';
import type { Tables } from './tables.ts';

/**
 * Inserts many rows of one table again and again. Kysely builds a statement for each number of rows once; building it
 * anew for every batch took as long as SQLite takes to run it (16 µs a request of the gateway, 8 without).
 *
 * Each row must have all of its columns, and all rows in the same order: what stands in the first place of one is
 * written to the column of that place.
 */
export class RowInsert<Row extends object> {
  readonly #statement: (transaction: Transaction<Tables>, rows: readonly Row[]) => Compilable;
  readonly #byRowCount = new Map<number, CompiledQuery>();

  /** @param statement the insert of these rows, of one dialect, in no other way dependent on what they hold */
  constructor(statement: (transaction: Transaction<Tables>, rows: readonly Row[]) => Compilable) {
    this.#statement = statement;
  }

  /** @returns how many rows are there now that were not before */
  async into(transaction: Transaction<Tables>, rows: readonly Row[]): Promise<number> {
    let inserted = 0;
    for (const piece of inPieces(rows)) {
      const { numAffectedRows = 0n } = await transaction.executeQuery({
        ...this.#compiled(transaction, piece),
        parameters: piece.flatMap(row => Object.values(row) as unknown[]),
      });
      inserted += Number(numAffectedRows);
    }
    return inserted;
  }

  #compiled(transaction: Transaction<Tables>, piece: readonly Row[]): CompiledQuery {
    let compiled = this.#byRowCount.get(piece.length);
    if (compiled) return compiled;
    compiled = this.#statement(transaction, piece).compile();
    this.#byRowCount.set(piece.length, compiled);
    return compiled;
  }
}
