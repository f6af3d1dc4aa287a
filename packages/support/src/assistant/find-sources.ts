import type { AssistantQuestion } from '@naru/chat/assistant';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Retrieval } from '../knowledge/retrieve.ts';
import { isElliptical, lastQuestion } from './follow-up.ts';

/**
 * Looks up the message; one that only makes sense after the question before it, together with that.
 * What such a message adds must itself be known: `그럼 날씨는요?` after a question on shipping finds nothing.
 */
export function findSources(
  knowledge: Knowledge,
  { text, history }: Pick<AssistantQuestion, 'text' | 'history'>,
): Retrieval {
  const before = isElliptical(text) ? lastQuestion(history) : undefined;
  if (before === undefined) return knowledge.retrieve(text);
  const alone = knowledge.retrieve(text);
  if (alone.coverage === 0 && alone.speaksOfSomething) return alone;
  return knowledge.retrieve(`${before}\n${text}`);
}
