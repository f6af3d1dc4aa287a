import { withText, withUsage } from '../answers/write-answer.ts';
import { defineBehaviour } from './behaviour.ts';
import { oneOf, orBare, someText, wholeNumber } from './forms.ts';

export const text = defineBehaviour({
  does: 'Says exactly this.',
  form: someText(100_000),
  examples: ['안녕하세요. 무엇을 도와드릴까요?'],
  hooks: said => ({
    answer: (answer, { facts }) => withUsage({ ...withText(answer, said), citations: [] }, facts),
  }),
});

export const words = defineBehaviour({
  does: 'Says so many words, one a frame: a long answer.',
  form: wholeNumber(1, 1_000_000),
  examples: [500],
  hooks: count => ({
    answer: (answer, { facts }) =>
      withUsage({ ...answer, pieces: Array.from({ length: count }, (_, index) => `낱말${index + 1} `) }, facts),
  }),
});

export const longLine = defineBehaviour({
  does: 'Says one piece of so many bytes in the middle: a single line of ten megabytes, if wanted.',
  form: wholeNumber(1, 64 * 1024 * 1024, 'bytes'),
  examples: [100_000, 10_485_760],
  hooks: bytes => ({
    answer: (answer, { facts }) => {
      const middle = Math.ceil(answer.pieces.length / 2);
      return withUsage({ ...answer, pieces: answer.pieces.toSpliced(middle, 0, 'x'.repeat(bytes)) }, facts);
    },
  }),
});

export const signature = defineBehaviour({
  does: "Begins the answer with the provider's name, or this text, so that one can tell who answered.",
  form: orBare(someText(100), ''),
  examples: [true, 'the-fallback'],
  hooks: name => ({
    answer: (answer, { provider, facts }) =>
      answer.pieces.length > 0
        ? withUsage({ ...answer, pieces: [`〔${name || provider}〕 `, ...answer.pieces] }, facts)
        : answer,
  }),
});

export const modelName = defineBehaviour({
  does: "Answers under another model's name than the one asked for.",
  form: orBare(someText(200), 'another-model-2024'),
  examples: [true, 'cheap-model-mini'],
  hooks: model => ({ answer: answer => ({ ...answer, model }) }),
});

export const finish = defineBehaviour({
  does: 'Ends the answer for this reason: cut by length, stopped by the content filter, or a word nobody knows.',
  form: oneOf('stop', 'length', 'tool-calls', 'content-filter', 'unknown'),
  examples: ['length', 'content-filter', 'unknown'],
  hooks: reason => ({ answer: answer => ({ ...answer, finish: reason }) }),
});

export const thinking = defineBehaviour({
  does: 'Thinks aloud for so many frames before the first content.',
  form: wholeNumber(1, 100_000),
  examples: [5],
  hooks: count => ({
    answer: (answer, { facts }) =>
      withUsage({ ...answer, thinking: Array.from({ length: count }, (_, index) => `생각 ${index + 1}. `) }, facts),
  }),
});
