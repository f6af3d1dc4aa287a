import { sql, type Transaction } from 'kysely';
import { givesWay, turnAsOf, type ClaimOutcome, type TurnClaim, type TurnRecord } from '@naru/chat';
import { toColumnText } from './column-text.ts';
import { FixedQuery } from './fixed-query.ts';
import type { Tables, TurnRow } from './tables.ts';
import { fromTurnRow, toStateColumns, toTurnRow } from './turn-row.ts';

/** `TurnStore.claim`, inside a transaction that alone may claim the conversation and the idempotency key. */
export async function claimTurn(
  transaction: Transaction<Tables>,
  claim: TurnClaim,
  queries: ClaimQueries,
): Promise<ClaimOutcome> {
  const { running, keyHolder } = await findRivals(transaction, claim, queries);

  if (keyHolder) {
    const { turn, fingerprint, expiresAtMs } = keyHolder;
    const hasGivenWay = turn.state.name === 'ended' && givesWay(turn.state.result);
    if (expiresAtMs > claim.nowMs && !hasGivenWay) {
      return fingerprint === toColumnText(claim.fingerprint) ? { kind: 'repeat', turn } : { kind: 'mismatch' };
    }
  }
  if (running?.state.name === 'running') return { kind: 'busy', turn: running };

  if (keyHolder) await takeKeyFrom(transaction, keyHolder.turn);
  await queries.insert.change(transaction, toTurnRow(claim));
  return { kind: 'claimed' };
}

interface KeyHolder {
  readonly turn: TurnRecord;
  readonly fingerprint: string;
  readonly expiresAtMs: number;
}

interface Rivals {
  readonly running: TurnRecord | undefined;
  readonly keyHolder: KeyHolder | undefined;
}

/** The turns that may stand in the way, as of now; those whose lease is over are ended in the table too. */
async function findRivals(transaction: Transaction<Tables>, claim: TurnClaim, queries: ClaimQueries): Promise<Rivals> {
  const { turn, idempotencyKey, nowMs } = claim;
  const sessionId = toColumnText(turn.sessionId);
  const key = idempotencyKey === undefined ? null : toColumnText(idempotencyKey);
  const rows = await queries.rivals.rows(transaction, { session_id: sessionId, key });

  let running: TurnRecord | undefined;
  let keyHolder: KeyHolder | undefined;
  for (const row of rows) {
    const stored = fromTurnRow(row);
    const current = turnAsOf(stored, nowMs);
    // Its own process may have ended it, or held it longer, since it was read: then look again.
    if (current !== stored && !(await endExpired(transaction, row, current))) {
      return findRivals(transaction, claim, queries);
    }
    if (row.state === 'running' && row.session_id === sessionId) running = current;
    if (key !== null && row.idempotency_key === key) {
      keyHolder = { turn: current, fingerprint: row.fingerprint, expiresAtMs: row.idempotency_expires_at_ms };
    }
  }
  return { running, keyHolder };
}

/** @returns whether it was still as it was read */
async function endExpired(transaction: Transaction<Tables>, row: TurnRow, ended: TurnRecord): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('chat_turn')
    .set(toStateColumns(ended.state))
    .where('id', '=', row.id)
    .where('state', '=', 'running')
    .where('lease_until_ms', '=', row.lease_until_ms)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

async function takeKeyFrom(transaction: Transaction<Tables>, turn: TurnRecord): Promise<void> {
  await transaction
    .updateTable('chat_turn')
    .set({ idempotency_key: null })
    .where('id', '=', toColumnText(turn.id))
    .execute();
}

export type ClaimQueries = ReturnType<typeof claimQueries>;

/** The statements that every claim runs. */
export function claimQueries() {
  return {
    rivals: new FixedQuery<{ readonly session_id: string; readonly key: string | null }, TurnRow>((db, value) =>
      db
        .selectFrom('chat_turn')
        .selectAll()
        .where(either =>
          either.or([
            either.and([either('session_id', '=', value('session_id')), either('state', '=', sql.lit('running'))]),
            either('idempotency_key', '=', value('key')),
          ]),
        ),
    ),
    insert: new FixedQuery<NewTurnRow>((db, value) =>
      db.insertInto('chat_turn').values({
        id: value('id'),
        session_id: value('session_id'),
        number: sql<number>`(SELECT COALESCE(MAX(number), 0) + 1 FROM chat_turn WHERE session_id = ${value('session_id')})`,
        owner_key: value('owner_key'),
        stream_id: value('stream_id'),
        message_id: value('message_id'),
        replaces_turn_id: value('replaces_turn_id'),
        created_at_ms: value('created_at_ms'),
        question: value('question'),
        state: value('state'),
        lease_until_ms: value('lease_until_ms'),
        ended_at_ms: value('ended_at_ms'),
        result: value('result'),
        idempotency_key: value('idempotency_key'),
        fingerprint: value('fingerprint'),
        idempotency_expires_at_ms: value('idempotency_expires_at_ms'),
      }),
    ),
  };
}

type NewTurnRow = Omit<TurnRow, 'number'>;
