import type { Kysely, Transaction } from 'kysely';
import type { Recollection, ScopeAt, TicketMemory, TicketNote, TicketScope } from '@naru/support';
import { toColumnText } from './column-text.ts';
import { FixedQuery } from './fixed-query.ts';
import { forgetTicketScopes } from './forget-ticket-scopes.ts';
import type { SqlDatabase } from './sql-database.ts';
import { readStoredJson } from './stored-json.ts';
import type { Tables, TicketInquiryRow, TicketScopeRow } from './tables.ts';
import { storedMark, storedTicket } from './ticket-row.ts';

export interface SqlTicketMemory extends TicketMemory {
  /** Forgets some of what is long past its time. @returns how many rows are gone; 0: nothing is left to forget */
  forgetExpired(nowMs: number): Promise<number>;
}

/** What is remembered of tickets, in tables: over a restart, and between processes that share the database. */
export function createSqlTicketMemory(database: SqlDatabase): SqlTicketMemory {
  const queries = recallQueries();
  return {
    recall: (scopes, inquiry, nowMs) =>
      database.read(db => Promise.all(scopes.map(scope => recall(db, scope, inquiry, nowMs, queries)))),

    claim: (scopes, mark, nowMs) =>
      database.claim(lockNames(scopes), async transaction => {
        const rows = await Promise.all(scopes.map(scope => findScope(transaction, scope)));
        const isTaken = rows.map(readMark).some(there => there?.ownerKey === mark.ownerKey && there.untilMs > nowMs);
        if (isTaken) return false;
        for (const [index, scope] of scopes.entries()) {
          const untilMs = Math.max(rows[index]?.until_ms ?? 0, mark.untilMs);
          await writeScope(transaction, scope, { mark: JSON.stringify(mark), until_ms: untilMs });
        }
        return true;
      }),

    async release(scopes, holder) {
      await database.claim(lockNames(scopes), async transaction => {
        for (const scope of scopes) {
          const there = readMark(await findScope(transaction, scope));
          if (there?.holder === holder) await writeScope(transaction, scope, { mark: null });
        }
      });
    },

    async remember(scopes, note, nowMs) {
      await database.claim(lockNames(scopes), async transaction => {
        for (const scope of scopes) {
          const there = await findScope(transaction, scope);
          if ((there?.epoch ?? 0) === scope.epoch) await remember(transaction, scope, note, there?.until_ms ?? 0);
        }
        // Whoever writes takes the old along; an index finds it.
        await transaction.deleteFrom('ticket_inquiry').where('until_ms', '<=', nowMs).execute();
      });
    },

    async forget(scope) {
      await database.claim(lockNames([scope]), async transaction => {
        const epoch = ((await findScope(transaction, scope))?.epoch ?? 0) + 1;
        await writeScope(transaction, scope, { epoch, mark: null, last: null });
        await transaction
          .deleteFrom('ticket_inquiry')
          .where('kind', '=', scope.kind)
          .where('scope_id', '=', toColumnText(scope.id))
          .execute();
      });
    },

    forgetExpired: nowMs => forgetTicketScopes(database, nowMs),
  };
}

type Reader = Pick<Transaction<Tables>, 'selectFrom'>;

function lockNames(scopes: readonly TicketScope[]): readonly string[] {
  return scopes.map(({ kind, id }) => `ticket ${kind} ${id}`).toSorted();
}

async function recall(
  db: Kysely<Tables>,
  scope: TicketScope,
  inquiry: string | undefined,
  nowMs: number,
  queries: RecallQueries,
): Promise<Recollection> {
  const at = { kind: scope.kind, scope_id: toColumnText(scope.id) };
  const row = await queries.scope.firstRow(db, at);
  const mark = readMark(row);
  const hasLast = row?.last !== null && row !== undefined && row.last_until_ms > nowMs;
  const same =
    inquiry === undefined
      ? undefined
      : (await queries.inquiry.firstRow(db, { ...at, inquiry: toColumnText(inquiry), until_ms: nowMs }))?.ticket;
  const { kind, id } = scope;
  return {
    scope: { kind, id, epoch: row?.epoch ?? 0 },
    same: same === undefined ? undefined : readStoredJson(storedTicket, same, place('ticket_inquiry', scope, 'ticket')),
    cooling: mark && mark.untilMs > nowMs ? mark : undefined,
    last: hasLast ? readStoredJson(storedTicket, row.last, place('ticket_scope', scope, 'last')) : undefined,
  };
}

type RecallQueries = ReturnType<typeof recallQueries>;

/** What every turn asks. */
function recallQueries() {
  return {
    scope: new FixedQuery<Pick<TicketScopeRow, 'kind' | 'scope_id'>, TicketScopeRow>((db, value) =>
      db
        .selectFrom('ticket_scope')
        .selectAll()
        .where('kind', '=', value('kind'))
        .where('scope_id', '=', value('scope_id')),
    ),
    inquiry: new FixedQuery<Omit<TicketInquiryRow, 'ticket'>, Pick<TicketInquiryRow, 'ticket'>>((db, value) =>
      db
        .selectFrom('ticket_inquiry')
        .select('ticket')
        .where('kind', '=', value('kind'))
        .where('scope_id', '=', value('scope_id'))
        .where('inquiry', '=', value('inquiry'))
        .where('until_ms', '>', value('until_ms')),
    ),
  };
}

function findScope(db: Reader, { kind, id }: TicketScope): Promise<TicketScopeRow | undefined> {
  return db
    .selectFrom('ticket_scope')
    .selectAll()
    .where('kind', '=', kind)
    .where('scope_id', '=', toColumnText(id))
    .executeTakeFirst();
}

function readMark(row: TicketScopeRow | undefined) {
  if (!row || row.mark === null) return undefined;
  return readStoredJson(storedMark, row.mark, { table: 'ticket_scope', rowId: row.scope_id, column: 'mark' });
}

async function writeScope(
  transaction: Transaction<Tables>,
  { kind, id }: TicketScope,
  columns: Partial<Pick<TicketScopeRow, 'epoch' | 'mark' | 'last' | 'last_until_ms' | 'until_ms'>>,
): Promise<void> {
  const fresh = { kind, scope_id: toColumnText(id), epoch: 0, mark: null, last: null, last_until_ms: 0, until_ms: 0 };
  await transaction
    .insertInto('ticket_scope')
    .values({ ...fresh, ...columns })
    .onConflict(conflict => conflict.columns(['kind', 'scope_id']).doUpdateSet(columns))
    .execute();
}

async function remember(
  transaction: Transaction<Tables>,
  scope: ScopeAt,
  { ownerKey, number, cachedAtMs, lastUntilMs, opened }: TicketNote,
  scopeUntilMs: number,
): Promise<void> {
  const ticket = JSON.stringify({ ownerKey, number, cachedAtMs });
  const mark = opened && JSON.stringify({ ownerKey, number, untilMs: opened.coolingUntilMs });
  await writeScope(transaction, scope, {
    last: ticket,
    last_until_ms: lastUntilMs,
    until_ms: Math.max(scopeUntilMs, lastUntilMs, opened?.coolingUntilMs ?? 0),
    ...(mark && { mark }),
  });
  if (!opened) return;
  await transaction
    .insertInto('ticket_inquiry')
    .values({
      kind: scope.kind,
      scope_id: toColumnText(scope.id),
      inquiry: toColumnText(opened.inquiry),
      ticket,
      until_ms: opened.sameUntilMs,
    })
    .onConflict(conflict =>
      conflict.columns(['kind', 'scope_id', 'inquiry']).doUpdateSet({ ticket, until_ms: opened.sameUntilMs }),
    )
    .execute();
}

function place(table: string, { id }: TicketScope, column: string) {
  return { table, rowId: toColumnText(id), column };
}
