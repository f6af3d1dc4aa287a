import { always, type Fault } from './fault.ts';

const EMPTY = 'Finished with neither text nor tool call is no answer; the next provider is asked.';

/** What is said, or not said. */
export const ANSWERS: readonly Fault[] = [
  ...(['no-content', 'whitespace', 'role-only', 'usage-only', 'end-only', 'nothing'] as const).map((way): Fault => ({
    numbers: ['F5', 'T3'],
    name: `an empty 200: ${way}`,
    answer: EMPTY,
    play: { empty: way },
    ...always('other'),
    saying: 'unavailable',
  })),
  {
    numbers: ['T3', 'T6'],
    name: 'thinking, and then nothing',
    answer: EMPTY,
    play: { text: '', thinking: 5 },
    ...always('other'),
    saying: 'unavailable',
  },
  {
    numbers: ['T3', 'T6'],
    name: 'thinking before the answer',
    answer: 'Thinking is not the answer and not a sign of one; the answer is.',
    play: { thinking: 5 },
    ...always('own'),
  },
  {
    numbers: ['F22', 'T39'],
    name: 'another model’s name in the answer',
    answer: 'The answer stands, and names the model that answered.',
    play: { 'model-name': 'another-model-2024' },
    ...always('own'),
  },
  ...(['missing', 'zero', 'negative', 'huge', 'separate', 'with-finish'] as const).map((way): Fault => ({
    numbers: ['F23', 'T11'],
    name: `usage ${way}`,
    answer: 'The answer stands; what is missing or impossible is estimated.',
    play: { usage: way },
    mayLackUsage: way === 'missing',
    ...always('own'),
  })),
  {
    numbers: ['F14'],
    name: 'ended by length',
    answer: 'Complete as far as it goes, with the reason told.',
    play: { finish: 'length' },
    ...always('own'),
  },
  {
    numbers: ['F14'],
    name: 'ended for a reason that nobody knows',
    answer: 'An end is an end.',
    play: { finish: 'unknown' },
    ...always('own'),
  },
  {
    numbers: ['T20', 'S13'],
    name: 'the content filter steps in after words',
    answer: 'Told as filtered; chat keeps none of it.',
    play: { finish: 'content-filter' },
    protocols: ['openai', 'anthropic'],
    ...always('filtered'),
  },
  {
    numbers: ['T20'],
    name: 'the content filter ends an answer without a word',
    answer: 'As if it had refused: nobody else is asked.',
    play: { text: '', finish: 'content-filter' },
    protocols: ['openai', 'anthropic'],
    ...always('refused'),
    saying: 'content-filter',
  },
];
