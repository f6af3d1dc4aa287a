import type { CutShort } from '../conversation/conversation-state.ts';
import type { Answer } from '../conversation/read-answer.ts';

export type EndingNote = 'stopped' | 'interrupted' | 'guarded' | 'unanswered';

/** Which of the page's own sentences stands under an answer; `undefined` under a whole one, and a blocked one. */
export function endingNoteOf(
  { ending, texts }: Pick<Answer, 'ending' | 'texts'>,
  cutShort: CutShort | undefined,
): EndingNote | undefined {
  const end = cutShort ?? ending;
  if (end === 'complete' || end === 'blocked') return undefined;
  // Nothing was cut in the middle that never began.
  return end !== 'stopped' && texts.length === 0 ? 'unanswered' : end;
}
