// Opening a database
export { openSqlite, type SqliteOptions } from './sqlite/open-sqlite.ts';
export type { SqlDatabase } from './sql-database.ts';

// What chat needs
export { createSqlSessionStore } from './sql-session-store.ts';
export { createSqlTurnStore } from './sql-turn-store.ts';

// What the router needs
export { createSqlLedgerStore } from './sql-ledger-store.ts';
export { createSqlOverrideStore } from './sql-override-store.ts';

// What goes wrong
export { CorruptRowError, DatabaseBusyError, DatabaseNewerError } from './errors.ts';
