import type { SqlDatabase } from './sql-database.ts';

/** Whoever recalled a scope before it was reset has written by then, or never will. */
const GRACE_MS = 86_400_000;
/** So many go in one statement, so that nobody waits for it. */
const AT_ONCE = 500;

/**
 * Forgets inquiries past their time, and rows of scopes that have remembered nothing for a day. A row whose end is not
 * known (it was only ever reset, or is older than the column) is given a day from now.
 *
 * @returns how many rows are gone; none: nothing is left to forget
 */
export async function forgetTicketScopes(database: SqlDatabase, nowMs: number): Promise<number> {
  const inquiries = await database.write(db =>
    db.deleteFrom('ticket_inquiry').where('until_ms', '<=', nowMs).executeTakeFirstOrThrow(),
  );
  await database.write(db =>
    db.updateTable('ticket_scope').set({ until_ms: nowMs }).where('until_ms', '=', 0).execute(),
  );
  const beforeMs = nowMs - GRACE_MS;
  const last = await database.read(db =>
    db
      .selectFrom('ticket_scope')
      .select('until_ms')
      .where('until_ms', '<', beforeMs)
      .orderBy('until_ms')
      .offset(AT_ONCE - 1)
      .limit(1)
      .executeTakeFirst(),
  );
  const scopes = await database.write(db =>
    db
      .deleteFrom('ticket_scope')
      .where('until_ms', '>', 0)
      .where('until_ms', '<', beforeMs)
      .where('until_ms', '<=', last?.until_ms ?? beforeMs)
      .executeTakeFirstOrThrow(),
  );
  return Number(inquiries.numDeletedRows) + Number(scopes.numDeletedRows);
}
