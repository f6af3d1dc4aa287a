import type { Transaction } from 'kysely';
import { FEEDBACK_KINDS, type Feedback, type FeedbackStore } from '@naru/support';
import { fromColumnText, toColumnText } from './column-text.ts';
import { CorruptRowError } from './errors.ts';
import type { SqlDatabase } from './sql-database.ts';
import type { FeedbackRow, Tables } from './tables.ts';

/** Customers' words on answers, in a table with one row for each answer. */
export function createSqlFeedbackStore(database: SqlDatabase): FeedbackStore {
  return {
    put: feedback =>
      database.claim([`feedback ${feedback.sessionId}`], async transaction => {
        const before = await find(transaction, feedback.sessionId, feedback.messageId);
        const row: FeedbackRow = {
          session_id: toColumnText(feedback.sessionId),
          message_id: toColumnText(feedback.messageId),
          owner_key: toColumnText(feedback.ownerKey),
          kind: feedback.kind,
          at_ms: feedback.atMs,
        };
        await transaction
          .insertInto('answer_feedback')
          .values(row)
          .onConflict(conflict =>
            conflict
              .columns(['session_id', 'message_id'])
              .doUpdateSet({ owner_key: row.owner_key, kind: row.kind, at_ms: row.at_ms }),
          )
          .execute();
        return before;
      }),

    find: (sessionId, messageId) => database.read(db => find(db, sessionId, messageId)),
  };
}

async function find(
  db: Pick<Transaction<Tables>, 'selectFrom'>,
  sessionId: string,
  messageId: string,
): Promise<Feedback | undefined> {
  const row = await db
    .selectFrom('answer_feedback')
    .selectAll()
    .where('session_id', '=', toColumnText(sessionId))
    .where('message_id', '=', toColumnText(messageId))
    .executeTakeFirst();
  if (!row) return undefined;
  const kind = FEEDBACK_KINDS.find(known => known === row.kind);
  if (kind === undefined) throw new CorruptRowError('answer_feedback', row.message_id, ['kind']);
  return {
    sessionId: fromColumnText(row.session_id),
    messageId: fromColumnText(row.message_id),
    ownerKey: fromColumnText(row.owner_key),
    kind,
    atMs: row.at_ms,
  };
}
