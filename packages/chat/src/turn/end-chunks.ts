import type { ChatError, ChatErrorCode } from '../chat-error.ts';
import type { Conclusion } from './conclude-turn.ts';
import type { GuardKind, TurnChunk, TurnMetadata } from './turn-chunk.ts';
import type { TurnRecord, TurnResult } from './turn-record.ts';

const GUARDS: ReadonlyMap<ChatErrorCode, GuardKind> = new Map([
  ['GUARD_TIME', 'time'],
  ['GUARD_COST', 'cost'],
  ['GUARD_STEPS', 'steps'],
  ['GUARD_OUTPUT', 'content'],
]);

/** What a client may know of a turn from its first chunk on. */
export function turnMetadata({ sessionId, streamId, traceId, createdAtMs }: TurnRecord): TurnMetadata {
  return { sessionId, streamId, traceId, createdAt: new Date(createdAtMs).toISOString() };
}

/**
 * How a stream ends that ended like this: `finish` for what may stand as an answer, also where a guard said why
 * it goes no further; `abort` for a stop; else `error`. Where the terminal chunk cannot carry it, the metadata
 * comes just before.
 */
export function endChunks(
  turn: TurnRecord,
  { finish, reasonCode, nextAction, dataParts, error, retryAfterMs }: TurnResult,
  { finishReason, isTold = false }: Pick<Conclusion, 'finishReason' | 'isTold'>,
): readonly TurnChunk[] {
  const waitMs = error?.retryAfterMs ?? retryAfterMs;
  const guard = error ? GUARDS.get(error.code) : undefined;
  const messageMetadata = {
    ...turnMetadata(turn),
    finish,
    reasonCode,
    nextAction,
    ...(waitMs !== undefined && { retryAfterMs: waitMs }),
    ...(guard && { guard }),
  };
  const said = { type: 'message-metadata', messageMetadata } as const;
  if (finish === 'stopped') return [said, { type: 'abort', reason: 'stopped' }];
  const isExplained = isTold || dataParts.some(({ type }) => type === 'data-guard');
  if (!error || (finish !== 'interrupted' && isExplained)) return [{ type: 'finish', finishReason, messageMetadata }];
  const told: ChatError = { ...error, traceId: turn.traceId };
  return [said, { type: 'error', errorText: JSON.stringify(told) }];
}
