import type { FixedAnswer } from '../assistant/assistant.ts';
import type { AnswerEnd } from './answer-end.ts';
import type { TurnUnderWay } from './turn-under-way.ts';

/** Says the assistant's own sentence. No model is called. */
export function sayFixedAnswer(answer: FixedAnswer, { writer, report, onContent }: TurnUnderWay): AnswerEnd {
  onContent();
  report.markFirstWord();
  writer.beginStep();
  writer.say(answer.text);
  writer.endStep();
  writer.flush();
  return { kind: 'fixed', answer };
}
