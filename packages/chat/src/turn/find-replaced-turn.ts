import { refuse, type Refusal } from './refuse.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

/** How far back a regeneration may name a question instead of its answer. */
const TURNS_LOOKED_AT = 50;

/**
 * The turn whose answer is to be made again: the one with that answer or question, else the last. While the
 * last is itself being made again, its repeat means the same turn, so that it finds the running answer.
 */
export async function findReplacedTurn(
  sessionId: string | undefined,
  messageId: string | undefined,
  { turns, clock }: TurnDeps,
): Promise<Refusal | { readonly kind: 'replaced'; readonly turn: TurnRecord }> {
  const missing = refuse('NOT_FOUND', { message: '다시 만들 답변을 찾을 수 없습니다.' });
  if (sessionId === undefined) return missing;
  const recent = await turns.list(sessionId, TURNS_LOOKED_AT, clock.now());
  const named =
    messageId === undefined
      ? recent.at(-1)
      : (recent.findLast(turn => turn.messageId === messageId || turn.userMessageId === messageId) ??
        (await turns.findByMessage(sessionId, messageId)));
  if (named?.state.name !== 'running' || named.replacesTurnId === undefined) {
    return named ? { kind: 'replaced', turn: named } : missing;
  }
  const replaced = await turns.find(named.replacesTurnId);
  return replaced ? { kind: 'replaced', turn: replaced } : missing;
}
