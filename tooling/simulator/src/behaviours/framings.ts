import { USUAL_FRAMING, type Framing } from '../exchange/framing.ts';
import type { Step, WriteStep } from '../exchange/step.ts';
import { defineBehaviour } from './behaviour.ts';
import { wholeNumber, type Form } from './forms.ts';

const WAYS: ReadonlyMap<string, Partial<Framing>> = new Map([
  ['crlf', { lineEnd: 'crlf' }],
  ['cr', { lineEnd: 'cr' }],
  ['mixed', { lineEnd: 'mixed' }],
  ['no-space', { spaceAfterColon: false }],
  ['bom', { byteOrderMark: true }],
  ['comments', { comments: true }],
  ['multi-line', { multiLineData: true }],
  ['extra-fields', { extraFields: true }],
  ['no-last-blank', { lastBlankLine: false }],
]);

const form: Form<Partial<Framing>, string> = {
  allowed: `one or more of ${[...WAYS.keys()].join(', ')}, joined by +`,
  read: raw => {
    const ways = String(raw)
      .split('+')
      .map(name => WAYS.get(name));
    return ways.every(way => way !== undefined) ? Object.assign({}, ...ways) : undefined;
  },
};

export const framing = defineBehaviour({
  does: 'Writes the events of the stream in another allowed way.',
  form,
  examples: ['crlf', 'cr', 'mixed', 'no-space+bom+comments', 'multi-line', 'extra-fields', 'crlf+no-last-blank'],
  hooks: ways => ({ framing: current => ({ ...USUAL_FRAMING, ...current, ...ways }) }),
});

export const split = defineBehaviour({
  does: 'Splits the body into writes of so many bytes, in the middle of frames and characters.',
  form: wholeNumber(1, 1_000_000, 'bytes'),
  examples: [1, 7],
  hooks: size => ({
    steps: steps => steps.flatMap((step): readonly Step[] => (step.kind === 'write' ? splitWrite(step, size) : [step])),
  }),
});

function splitWrite(write: WriteStep, size: number): readonly Step[] {
  const count = Math.ceil(write.bytes.length / size);
  return Array.from({ length: count }, (_, index): readonly Step[] => [
    {
      ...write,
      bytes: write.bytes.subarray(index * size, (index + 1) * size),
      endsFrame: write.endsFrame && index === count - 1,
    },
    { kind: 'flush' },
  ]).flat();
}
