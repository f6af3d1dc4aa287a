import { sql, type Transaction } from 'kysely';
import { ticketDay, ticketNumber, ticketPlace, type NewTicket, type Ticket, type TicketService } from '@naru/support';
import { toColumnText } from './column-text.ts';
import type { SqlDatabase } from './sql-database.ts';
import type { Tables } from './tables.ts';
import { fromTicketRow, toTicketRow } from './ticket-row.ts';

/** Tickets in a table. Numbers are given in a transaction that alone opens tickets, so that none is lost or given twice. */
export function createSqlTicketService(database: SqlDatabase): TicketService {
  return {
    create: ticket => database.claim(['ticket'], transaction => create(transaction, ticket)),

    async find(ownerKey, number) {
      const row = await database.read(db =>
        db
          .selectFrom('ticket')
          .selectAll()
          .where('number', '=', toColumnText(number))
          .where('owner_key', '=', toColumnText(ownerKey))
          .executeTakeFirst(),
      );
      return row && fromTicketRow(row);
    },

    async list(ownerKey, limit) {
      const rows = await database.read(db =>
        db
          .selectFrom('ticket')
          .selectAll()
          .where('owner_key', '=', toColumnText(ownerKey))
          .orderBy('created_at_ms', 'desc')
          .orderBy('day', 'desc')
          .orderBy('sequence', 'desc')
          .limit(limit)
          .execute(),
      );
      return rows.map(fromTicketRow);
    },

    async adopt(fromOwnerKey, toOwnerKey) {
      const [from, to] = [toColumnText(fromOwnerKey), toColumnText(toOwnerKey)];
      if (from === to) return 0;
      return database.claim(['ticket'], transaction => adopt(transaction, from, to));
    },

    async listAll({ status, belowNumber, limit }) {
      const rows = await database.read(db => {
        let query = db.selectFrom('ticket').selectAll();
        if (status !== undefined) query = query.where('status', '=', status);
        if (belowNumber !== undefined) {
          const { day, sequence } = ticketPlace(belowNumber);
          query = query.where(either =>
            either.or([
              either('day', '<', day),
              either.and([either('day', '=', day), either('sequence', '<', sequence)]),
            ]),
          );
        }
        return query.orderBy('day', 'desc').orderBy('sequence', 'desc').limit(limit).execute();
      });
      return rows.map(fromTicketRow);
    },

    async setStatus(number, status) {
      const key = toColumnText(number);
      await database.write(db => db.updateTable('ticket').set({ status }).where('number', '=', key).execute());
      const row = await database.read(db =>
        db.selectFrom('ticket').selectAll().where('number', '=', key).executeTakeFirst(),
      );
      return row && fromTicketRow(row);
    },
  };
}

async function adopt(transaction: Transaction<Tables>, from: string, to: string): Promise<number> {
  // Keys are ours, and none has a number in it: what is put in place of a taken one meets no other.
  await transaction
    .updateTable('ticket')
    .set({ idempotency_key: sql`'taken ' || number` })
    .where('owner_key', '=', from)
    .where('idempotency_key', 'in', select =>
      select.selectFrom('ticket as own').select('own.idempotency_key').where('own.owner_key', '=', to),
    )
    .execute();
  const { numUpdatedRows } = await transaction
    .updateTable('ticket')
    .set({ owner_key: to })
    .where('owner_key', '=', from)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

async function create(transaction: Transaction<Tables>, ticket: NewTicket): Promise<Ticket> {
  const known = await transaction
    .selectFrom('ticket')
    .selectAll()
    .where('owner_key', '=', toColumnText(ticket.ownerKey))
    .where('idempotency_key', '=', toColumnText(ticket.idempotencyKey))
    .executeTakeFirst();
  if (known) return fromTicketRow(known);

  const day = ticketDay(ticket.createdAtMs);
  const counted = await transaction
    .selectFrom('ticket_day')
    .select('last_sequence')
    .where('day', '=', day)
    .executeTakeFirst();
  const sequence = (counted?.last_sequence ?? 0) + 1;
  await transaction
    .insertInto('ticket_day')
    .values({ day, last_sequence: sequence })
    .onConflict(conflict => conflict.column('day').doUpdateSet({ last_sequence: sequence }))
    .execute();
  const row = toTicketRow(ticket, { number: ticketNumber(day, sequence), day, sequence });
  await transaction.insertInto('ticket').values(row).execute();
  return fromTicketRow(row);
}
