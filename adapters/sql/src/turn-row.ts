import type { TurnClaim, TurnRecord, TurnState } from '@naru/chat';
import { fromColumnText, toColumnText } from './column-text.ts';
import { CorruptRowError } from './errors.ts';
import { readStoredJson } from './stored-json.ts';
import { storedQuestion, storedResult, type StoredQuestion } from './stored-turn.ts';
import type { TurnRow } from './tables.ts';

/** The columns of a state, of which a row has the ones that belong to it and no others. */
export function toStateColumns(state: TurnState): Pick<TurnRow, 'state' | 'lease_until_ms' | 'ended_at_ms' | 'result'> {
  return state.name === 'running'
    ? { state: 'running', lease_until_ms: state.leaseUntilMs, ended_at_ms: null, result: null }
    : { state: 'ended', lease_until_ms: null, ended_at_ms: state.endedAtMs, result: JSON.stringify(state.result) };
}

export function toTurnRow(claim: TurnClaim): Omit<TurnRow, 'number'> {
  const { id, sessionId, ownerKey, streamId, messageId, replacesTurnId, createdAtMs, state, ...rest } = claim.turn;
  const question: StoredQuestion = rest;
  return {
    id: toColumnText(id),
    session_id: toColumnText(sessionId),
    owner_key: toColumnText(ownerKey),
    stream_id: toColumnText(streamId),
    message_id: toColumnText(messageId),
    replaces_turn_id: optionalText(replacesTurnId),
    created_at_ms: createdAtMs,
    question: JSON.stringify(question),
    ...toStateColumns(state),
    idempotency_key: optionalText(claim.idempotencyKey),
    fingerprint: toColumnText(claim.fingerprint),
    idempotency_expires_at_ms: claim.idempotencyExpiresAtMs,
  };
}

function optionalText(text: string | undefined): string | null {
  return text === undefined ? null : toColumnText(text);
}

/** @throws {CorruptRowError} when the row does not hold a turn */
export function fromTurnRow(row: TurnRow): TurnRecord {
  const place = { table: 'chat_turn', rowId: row.id };
  const question = readStoredJson(storedQuestion, row.question, { ...place, column: 'question' });
  return {
    id: fromColumnText(row.id),
    sessionId: fromColumnText(row.session_id),
    ownerKey: fromColumnText(row.owner_key),
    streamId: fromColumnText(row.stream_id),
    messageId: fromColumnText(row.message_id),
    ...question,
    replacesTurnId: row.replaces_turn_id === null ? undefined : fromColumnText(row.replaces_turn_id),
    createdAtMs: row.created_at_ms,
    state: stateOf(row),
  };
}

function stateOf(row: TurnRow): TurnState {
  const place = { table: 'chat_turn', rowId: row.id };
  switch (row.state) {
    case 'running':
      if (row.lease_until_ms === null) throw new CorruptRowError(place.table, place.rowId, ['lease_until_ms']);
      return { name: 'running', leaseUntilMs: row.lease_until_ms };
    case 'ended':
      if (row.ended_at_ms === null) throw new CorruptRowError(place.table, place.rowId, ['ended_at_ms']);
      return {
        name: 'ended',
        endedAtMs: row.ended_at_ms,
        result: readStoredJson(storedResult, row.result, { ...place, column: 'result' }),
      };
    default:
      throw new CorruptRowError(place.table, place.rowId, ['state']);
  }
}
