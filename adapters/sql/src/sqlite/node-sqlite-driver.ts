import type { DatabaseSync } from 'node:sqlite';
import type { DatabaseConnection, Driver } from 'kysely';
import { NodeSqliteConnection } from './node-sqlite-connection.ts';

/** One connection. Kysely lends it to one borrower at a time, since `SqliteAdapter` says that there is but one. */
export class NodeSqliteDriver implements Driver {
  readonly #sqlite: DatabaseSync;
  readonly #connection: NodeSqliteConnection;

  constructor(sqlite: DatabaseSync) {
    this.#sqlite = sqlite;
    this.#connection = new NodeSqliteConnection(sqlite);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(): Promise<void> {
    this.#connection.run('BEGIN IMMEDIATE');
  }

  async commitTransaction(): Promise<void> {
    this.#connection.run('COMMIT');
  }

  async rollbackTransaction(): Promise<void> {
    // SQLite ends a transaction by itself after some errors, such as a full disk.
    if (this.#sqlite.isTransaction) this.#connection.run('ROLLBACK');
  }

  async destroy(): Promise<void> {
    this.#sqlite.close();
  }
}
