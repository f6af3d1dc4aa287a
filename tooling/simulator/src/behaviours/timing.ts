import type { Random } from '@naru/kernel';
import { cutText } from '../answers/cut-text.ts';
import { insertBefore, type Step, type WriteStep } from '../exchange/step.ts';
import { isContent } from '../protocols/frame.ts';
import { defineBehaviour } from './behaviour.ts';
import { milliseconds, wholeNumber, type TimeRange } from './forms.ts';

export const latency = defineBehaviour({
  does: 'Waits before the status line.',
  form: milliseconds,
  examples: [200, '100-500'],
  hooks: range => ({ steps: (steps, { random }) => [waitFor(range, random), ...steps] }),
});

export const firstToken = defineBehaviour({
  does: 'Sends headers and role at once, then waits before the first content. In JSON: before the body.',
  form: milliseconds,
  examples: [1500, '500-9000'],
  hooks: range => ({
    steps: (steps, { random }) =>
      insertBefore(steps, ({ frame }) => frame === undefined || isContent(frame), [waitFor(range, random)]),
  }),
});

export const pace = defineBehaviour({
  does: 'Waits before every content frame.',
  form: milliseconds,
  examples: [30, '10-80'],
  hooks: range => ({
    steps: (steps, { random }) =>
      steps.flatMap(step => (isContentWrite(step) ? [waitFor(range, random), step] : [step])),
  }),
});

/** Frames a second at most: faster drips send more than one character a frame. */
const MAX_DRIPS_A_SECOND = 50;

export const drip = defineBehaviour({
  does: 'Lets the text drip, so many characters a second: above any idle timer, below any patience.',
  form: wholeNumber(1, 100_000, 'characters a second'),
  examples: [2, 400],
  hooks: charactersASecond => {
    const size = Math.ceil(charactersASecond / MAX_DRIPS_A_SECOND);
    const wait: Step = { kind: 'wait', ms: (1_000 * size) / charactersASecond };
    return {
      answer: answer => ({ ...answer, pieces: cutText(answer.pieces.join(''), size) }),
      steps: steps =>
        steps.flatMap(step => {
          if (isContentWrite(step)) return [wait, step];
          return step.kind === 'write' && step.frame === undefined ? dripBytes(step, size, wait) : [step];
        }),
    };
  },
});

function dripBytes(write: WriteStep, size: number, wait: Step): readonly Step[] {
  const count = Math.ceil(write.bytes.length / size);
  return Array.from({ length: count }, (_, index): readonly Step[] => [
    wait,
    { ...write, bytes: write.bytes.subarray(index * size, (index + 1) * size) },
  ]).flat();
}

function isContentWrite(step: Step): boolean {
  return step.kind === 'write' && isContent(step.frame);
}

function waitFor({ minMs, maxMs }: TimeRange, random: Random): Step {
  return { kind: 'wait', ms: minMs + random() * (maxMs - minMs) };
}
