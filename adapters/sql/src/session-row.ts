import { z } from 'zod';
import type { Session, SessionState } from '@naru/chat';
import { fromColumnText, toColumnText } from './column-text.ts';
import { readStoredJson } from './stored-json.ts';
import type { SessionRow } from './tables.ts';

const sessionState: z.ZodType<SessionState> = z
  .object({
    fallbackCount: z.int().min(0),
    unresolved: z
      .object({
        reasonCode: z.string(),
        nextAction: z.string(),
        traceId: z.string(),
        requestId: z.string(),
        query: z.string(),
      })
      .optional(),
    endedTurns: z.int().min(0).optional(),
  })
  // JSON drops what is undefined; the state has it.
  .transform(({ fallbackCount, unresolved, endedTurns }) => ({
    fallbackCount,
    unresolved,
    ...(endedTurns !== undefined && { endedTurns }),
  }));

export function toSessionRow(session: Session): SessionRow {
  return {
    id: toColumnText(session.id),
    owner_key: toColumnText(session.ownerKey),
    assistant: toColumnText(session.assistant),
    alias: session.alias === undefined ? null : toColumnText(session.alias),
    created_at_ms: session.createdAtMs,
    state: JSON.stringify(session.state),
  };
}

/** @throws {CorruptRowError} when the state is not one */
export function fromSessionRow(row: SessionRow): Session {
  return {
    id: fromColumnText(row.id),
    ownerKey: fromColumnText(row.owner_key),
    assistant: fromColumnText(row.assistant),
    alias: row.alias === null ? undefined : fromColumnText(row.alias),
    createdAtMs: row.created_at_ms,
    state: readStoredJson(sessionState, row.state, { table: 'chat_session', rowId: row.id, column: 'state' }),
  };
}
