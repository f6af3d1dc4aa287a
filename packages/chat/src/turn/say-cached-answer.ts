import type { CachedAnswer } from '../ports/semantic-cache.ts';
import type { AnswerEnd } from './answer-end.ts';
import type { TurnUnderWay } from './turn-under-way.ts';

/** Pieces in which a kept answer is streamed. */
const PIECE = /[^]{1,120}(?:\s|$)|[^]{1,120}/g;

/** Says an answer again that passed every rule when it was made. No model is called. */
export function sayCachedAnswer(answer: CachedAnswer, { writer, report, onContent }: TurnUnderWay): AnswerEnd {
  onContent();
  report.markFirstWord();
  writer.beginStep();
  for (const piece of answer.text.match(PIECE) ?? [answer.text]) {
    writer.say(piece);
    writer.flush();
  }
  writer.endStep();
  writer.flush();
  return { kind: 'cached', answer };
}
