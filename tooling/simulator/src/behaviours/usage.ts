import type { Answer } from '../answers/answer.ts';
import { defineBehaviour } from './behaviour.ts';
import { oneOf } from './forms.ts';

type UsageWay = 'missing' | 'zero' | 'negative' | 'huge' | 'separate' | 'with-finish';

export const usage = defineBehaviour({
  does: 'Reports usage not at all, wrongly, in a frame of its own, or with the finish reason.',
  form: oneOf('missing', 'zero', 'negative', 'huge', 'separate', 'with-finish'),
  examples: ['missing', 'zero', 'negative', 'huge', 'separate', 'with-finish'],
  hooks: way => ({ answer: answer => ({ ...answer, usage: usageOf(answer, way) }) }),
});

function usageOf({ usage: reported }: Answer, way: UsageWay): Answer['usage'] {
  if (!reported) return undefined;
  switch (way) {
    case 'missing':
      return undefined;
    case 'zero':
      return { ...reported, inputTokens: 0, outputTokens: 0 };
    case 'negative':
      return { ...reported, inputTokens: -reported.inputTokens, outputTokens: -reported.outputTokens };
    case 'huge':
      return { ...reported, inputTokens: 1e15, outputTokens: 1e15 };
    case 'separate':
    case 'with-finish':
      return { ...reported, place: way };
  }
}
