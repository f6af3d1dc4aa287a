// Opening a database
export { openSqlite, type SqliteOptions } from './sqlite/open-sqlite.ts';
export type { SqlDatabase } from './sql-database.ts';

// What chat needs
export { createSqlSessionStore } from './sql-session-store.ts';
export { createSqlStreamArchive } from './sql-stream-archive.ts';
export { createSqlTurnStore } from './sql-turn-store.ts';

// What the router needs
export { createSqlLedgerStore } from './sql-ledger-store.ts';
export { createSqlLedgerTotals } from './sql-ledger-totals.ts';
export { createSqlOverrideStore } from './sql-override-store.ts';
export { createSqlSteeringStore } from './sql-steering-store.ts';

// What support needs
export { createSqlFeedbackStore } from './sql-feedback-store.ts';
export { createSqlTicketMemory, type SqlTicketMemory } from './sql-ticket-memory.ts';
export { createSqlTicketService } from './sql-ticket-service.ts';

// What reports need
export { createSqlReportStore } from './sql-report-store.ts';

// What goes wrong
export { CorruptRowError, DatabaseBusyError, DatabaseNewerError, DatabaseUnavailableError } from './errors.ts';
