import { sql, type Transaction } from 'kysely';
import { givesWay, turnAsOf, type ClaimOutcome, type TurnClaim, type TurnRecord } from '@naru/chat';
import { toColumnText } from './column-text.ts';
import type { Tables, TurnRow } from './tables.ts';
import { fromTurnRow, toStateColumns, toTurnRow } from './turn-row.ts';

/** `TurnStore.claim`, inside a transaction that alone may claim the conversation and the idempotency key. */
export async function claimTurn(transaction: Transaction<Tables>, claim: TurnClaim): Promise<ClaimOutcome> {
  const { running, keyHolder } = await findRivals(transaction, claim);

  if (keyHolder) {
    const { turn, fingerprint, expiresAtMs } = keyHolder;
    const hasGivenWay = turn.state.name === 'ended' && givesWay(turn.state.result);
    if (expiresAtMs > claim.nowMs && !hasGivenWay) {
      return fingerprint === toColumnText(claim.fingerprint) ? { kind: 'repeat', turn } : { kind: 'mismatch' };
    }
  }
  if (running?.state.name === 'running') return { kind: 'busy', turn: running };

  if (keyHolder) await takeKeyFrom(transaction, keyHolder.turn);
  await insert(transaction, claim);
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
async function findRivals(transaction: Transaction<Tables>, claim: TurnClaim): Promise<Rivals> {
  const { turn, idempotencyKey, nowMs } = claim;
  const sessionId = toColumnText(turn.sessionId);
  const key = idempotencyKey === undefined ? null : toColumnText(idempotencyKey);
  const rows = await rivalRows(transaction, sessionId, key);

  let running: TurnRecord | undefined;
  let keyHolder: KeyHolder | undefined;
  for (const row of rows) {
    const stored = fromTurnRow(row);
    const current = turnAsOf(stored, nowMs);
    // Its own process may have ended it, or held it longer, since it was read: then look again.
    if (current !== stored && !(await endExpired(transaction, row, current))) {
      return findRivals(transaction, claim);
    }
    if (row.state === 'running' && row.session_id === sessionId) running = current;
    if (key !== null && row.idempotency_key === key) {
      keyHolder = { turn: current, fingerprint: row.fingerprint, expiresAtMs: row.idempotency_expires_at_ms };
    }
  }
  return { running, keyHolder };
}

function rivalRows(
  transaction: Transaction<Tables>,
  sessionId: string,
  key: string | null,
): Promise<readonly TurnRow[]> {
  return transaction
    .selectFrom('chat_turn')
    .selectAll()
    .where(either =>
      either.or([
        either.and([either('session_id', '=', sessionId), either('state', '=', sql.lit('running'))]),
        either('idempotency_key', '=', key),
      ]),
    )
    .execute();
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

async function insert(transaction: Transaction<Tables>, claim: TurnClaim): Promise<void> {
  const row = toTurnRow(claim);
  const number = sql<number>`(SELECT COALESCE(MAX(number), 0) + 1 FROM chat_turn WHERE session_id = ${row.session_id})`;
  await transaction
    .insertInto('chat_turn')
    .values({ ...row, number })
    .execute();
}
