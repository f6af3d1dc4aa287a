import { sha256Hex } from '@naru/kernel';
import type { SubmitRequest } from '../engine.ts';
import type { TurnClaim } from '../ports/turn-store.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { RunningTurn } from './running-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

const REMEMBERED_MS = 24 * 60 * 60 * 1_000;
/** Each round waits for a turn that gives way; a third means that others keep taking the place. */
const ROUNDS = 3;

export type TurnPlace = Refusal | { readonly kind: 'claimed' } | { readonly kind: 'repeat'; readonly turn: TurnRecord };

/**
 * Takes the conversation's one place for this turn, or finds the turn that this message has made already. An
 * answer that nobody has been reading gives way.
 *
 * @param replacedMessageId the answer that is made again, as found in the store
 */
export async function claimTurn(
  turn: RunningTurn,
  request: SubmitRequest,
  replacedMessageId: string | undefined,
  deps: TurnDeps,
): Promise<TurnPlace> {
  const { turns, running, settings } = deps;
  for (let round = 0; round < ROUNDS; round += 1) {
    const outcome = await turns.claim(claimOf(turn, request, replacedMessageId, deps));
    switch (outcome.kind) {
      case 'claimed':
        return outcome;
      case 'mismatch':
        return refuse('IDEMPOTENCY_MISMATCH');
      case 'repeat': {
        const first = running.get(outcome.turn.id);
        // Refused after its claim: then this message is the first.
        if (first && !(await first.admitted)) continue;
        return outcome;
      }
      case 'busy': {
        const inTheWay = running.get(outcome.turn.id);
        const waitMs = inTheWay ? settings.abandonedAfterMs - inTheWay.presence.aloneMs : settings.abandonedAfterMs;
        if (!inTheWay || waitMs > 0) return refuse('CONFLICT_ACTIVE_STREAM', { retryAfterMs: Math.ceil(waitMs) });
        inTheWay.cut({ kind: 'abandoned' });
        await inTheWay.ended;
      }
    }
  }
  return refuse('CONFLICT_ACTIVE_STREAM', { retryAfterMs: settings.abandonedAfterMs });
}

function claimOf(
  { record }: RunningTurn,
  { chatId, clientMessageId, trigger }: SubmitRequest,
  replacedMessageId: string | undefined,
  { clock }: TurnDeps,
): TurnClaim {
  const nowMs = clock.now();
  const key = [record.ownerKey, clientMessageId, trigger, replacedMessageId ?? ''];
  // A message that begins a conversation without a name must find it again, so the session is no part of it then.
  const content = [record.userText, chatId === undefined ? '' : record.sessionId];
  return {
    turn: record,
    idempotencyKey: clientMessageId === undefined ? undefined : sha256Hex(JSON.stringify(key)),
    fingerprint: sha256Hex(JSON.stringify(content)),
    idempotencyExpiresAtMs: nowMs + REMEMBERED_MS,
    nowMs,
  };
}
