import { chatFailure } from '../chat-error.ts';
import type { Assistant } from '../assistant/assistant.ts';
import type { SubmitRequest } from '../engine.ts';
import type { Session } from '../sessions/session.ts';
import { beginTurn } from './begin-turn.ts';
import { checkIds } from './check-ids.ts';
import { checkMessage } from './check-message.ts';
import { chooseAssistant } from './choose-assistant.ts';
import { claimTurn } from './claim-turn.ts';
import { faultFields } from './fault-fields.ts';
import { findReplacedTurn } from './find-replaced-turn.ts';
import { beginSession, findOwnSession } from './own-session.ts';
import { refuse, type Refusal } from './refuse.ts';
import type { RunningTurn } from './running-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

const RESTARTING = '서버를 다시 시작하고 있습니다. 잠시 후 다시 시도해 주세요.';
const RESTART_MS = 2_000;

export type Admission =
  | Refusal
  /** The turn that this message has made already, with its conversation. */
  | { readonly kind: 'repeat'; readonly turn: TurnRecord; readonly session: Session }
  | { readonly kind: 'admitted'; readonly turn: RunningTurn; readonly assistant: Assistant };

/**
 * The way of a message up to its turn: receive → own → input checks → idempotency claim → rate limit. Whatever
 * refuses it leaves no claim behind.
 */
export async function admitTurn(request: SubmitRequest, deps: TurnDeps): Promise<Admission> {
  const { owner, chatId, trigger } = request;
  const wrongId = checkIds(request);
  if (wrongId) return wrongId;
  const own = await findOwnSession(owner, chatId, deps);
  if (own.kind === 'refused') return own;
  const chosen = chooseAssistant(deps.assistants, request.assistant, own.session);
  if (chosen.kind === 'refused') return chosen;
  const { assistant } = chosen;

  const asked =
    trigger === 'regenerate-message'
      ? await findReplacedTurn(own.session?.id, request.regenerateMessageId, deps)
      : checkMessage(request.text, deps.settings);
  if (asked.kind === 'refused') return asked;
  const replaced = asked.kind === 'replaced' ? asked.turn : undefined;
  const text = asked.kind === 'replaced' ? asked.turn.userText : asked.text;

  const session = own.session ?? (await beginSession(owner, chatId, assistant.name, deps));
  // Asked last: from here to the turn's entry among the running ones nothing waits, so a drain misses no turn.
  if (deps.running.isDraining) return refuse('INTERNAL', { message: RESTARTING, retryAfterMs: RESTART_MS });
  const turn = beginTurn(session, text, request, replaced, deps);
  const place = await claimPlace(turn, request, replaced?.messageId, deps);
  if (place.kind === 'admitted') return { kind: 'admitted', turn, assistant };
  turn.refuse();
  deps.running.remove(turn);
  if (place.kind === 'refused') return place;
  const first = await deps.sessions.find(turn.record.ownerKey, place.turn.sessionId);
  return first ? { kind: 'repeat', turn: place.turn, session: first } : refuse('NOT_FOUND');
}

/** Claims the conversation for the turn and books it with the rate limit, or gives the claim back. */
async function claimPlace(
  turn: RunningTurn,
  request: SubmitRequest,
  replacedMessageId: string | undefined,
  deps: TurnDeps,
): Promise<Refusal | { readonly kind: 'repeat'; readonly turn: TurnRecord } | { readonly kind: 'admitted' }> {
  const { id: turnId, sessionId, traceId, ownerKey } = turn.record;
  let isClaimed = false;
  try {
    const place = await claimTurn(turn, request, replacedMessageId, deps);
    if (place.kind !== 'claimed') return place;
    isClaimed = true;
    const limit = await deps.rateLimit.take(ownerKey);
    if (limit.kind === 'allowed') {
      // A refused message leaves no empty conversation behind.
      if (request.chatId === undefined) await deps.sessions.open(turn.session);
      return { kind: 'admitted' };
    }
    await deps.turns.release(turnId);
    return refuse('RATE_LIMITED', { retryAfterMs: limit.retryAfterMs });
  } catch (error) {
    deps.logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'could not admit a turn');
    // Best effort: a claim that cannot be given back ends with its lease.
    if (isClaimed) await deps.turns.release(turnId).catch(() => {});
    return { kind: 'refused', failure: chatFailure('INTERNAL') };
  }
}
