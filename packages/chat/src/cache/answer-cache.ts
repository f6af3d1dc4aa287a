import { sha256Hex } from '@naru/kernel';
import type { AskModel, Assistant } from '../assistant/assistant.ts';
import type { CachedAnswer } from '../ports/semantic-cache.ts';
import type { AnswerEnd } from '../turn/answer-end.ts';
import type { Conclusion } from '../turn/conclude-turn.ts';
import { faultFields } from '../turn/fault-fields.ts';
import type { TurnDeps } from '../turn/turn-deps.ts';
import type { TurnUnderWay } from '../turn/turn-under-way.ts';

/** Every assistant answers in Korean. */
const LANGUAGE = 'ko';

export interface AnswerCacheUse {
  readonly key: string;
  readonly lookup: 'hit' | 'miss';
}

/**
 * The answer that was given to the same question before (C-CAC-1), where the assistant says that it is the same for
 * everybody. Never with tools or history; and whoever asks for another answer gets another.
 */
export async function cachedAnswer(
  preparation: AskModel,
  { assistant, turn, notes }: TurnUnderWay,
  { answerCache }: TurnDeps,
): Promise<CachedAnswer | undefined> {
  const isForEverybody = preparation.isForEverybody === true && preparation.tools.length === 0;
  if (!answerCache || !isForEverybody || notes.history.length > 0) return undefined;
  const key = answerKey(assistant, turn.record.userText);
  const wantsAnother = turn.record.trigger === 'regenerate-message';
  const found = wantsAnother ? undefined : await answerCache.read(key).catch(() => undefined);
  notes.answerCache = { key, lookup: found ? 'hit' : 'miss' };
  return found;
}

/** Keeps an answer that is complete and rests on its sources. Never rejects. */
export async function keepAnswer(
  end: AnswerEnd,
  { support, result }: Conclusion,
  { notes, turn }: TurnUnderWay,
  { answerCache, logger }: TurnDeps,
): Promise<void> {
  const { text, citations, served } = result;
  const isWhole = end.kind === 'said' && end.finishReason === 'stop' && support === 'supported' && citations.length > 0;
  if (!answerCache || !isWhole || !served || notes.answerCache?.lookup !== 'miss') return;
  try {
    await answerCache.write(notes.answerCache.key, { text, citations, provider: served.provider, model: served.model });
  } catch (error) {
    const { id: turnId, sessionId, traceId } = turn.record;
    logger.warn({ turnId, sessionId, traceId, ...faultFields(error) }, 'could not keep an answer in the cache');
  }
}

/** Equal for questions that differ in nothing but case, white space and the signs at their end. */
export function answerKey({ name, promptVersion, contextVersion }: Assistant, question: string): string {
  const normalised = question
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/[\s?!.~…。]{1,20}$/u, '')
    .trim();
  return sha256Hex(JSON.stringify([normalised, promptVersion, LANGUAGE, name, contextVersion?.() ?? '']));
}
