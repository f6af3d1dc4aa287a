import { withoutLength, type EndHow, type Step } from '../exchange/step.ts';
import { defineBehaviour } from './behaviour.ts';
import { oneOf, pair, wholeNumber } from './forms.ts';

const POSITION = wholeNumber(0, 100_000_000);
const END_HOW = oneOf('fin', 'rst', 'end');
/** Instead of going on for ever, a stall may go on after a while. */
const FOREVER = 0;

export const cutFrame = defineBehaviour({
  does:
    'Stops after so many frames: `fin` closes the connection inside the HTTP message, `rst` resets it, ' +
    '`end` ends the message as if all were said.',
  form: pair(POSITION, END_HOW, 'fin'),
  examples: [3, '0:rst', '4:end'],
  hooks: ([frames, how]) => ({ steps: steps => cutAfter(steps, frames, 'frames', [ending(how)], how) }),
});

export const cutByte = defineBehaviour({
  does: 'The same after so many bytes of the body, JSON too.',
  form: pair(POSITION, END_HOW, 'fin'),
  examples: [10, '200:rst', '150:end'],
  hooks: ([bytes, how]) => ({ steps: steps => cutAfter(steps, bytes, 'bytes', [ending(how)], how) }),
});

export const stallFrame = defineBehaviour({
  does: 'Falls silent after so many frames, for ever or for the milliseconds given.',
  form: pair(POSITION, wholeNumber(1, 3_600_000, 'milliseconds'), FOREVER),
  examples: [2, '2:500'],
  hooks: ([frames, ms]) => ({ steps: steps => stallAfter(steps, frames, 'frames', ms) }),
});

export const stallByte = defineBehaviour({
  does: 'The same after so many bytes of the body, JSON too.',
  form: pair(POSITION, wholeNumber(1, 3_600_000, 'milliseconds'), FOREVER),
  examples: [20, '20:500'],
  hooks: ([bytes, ms]) => ({ steps: steps => stallAfter(steps, bytes, 'bytes', ms) }),
});

type Unit = 'frames' | 'bytes';

function ending(how: EndHow): Step {
  return { kind: 'end', how, socket: { kind: 'keep' } };
}

function cutAfter(
  steps: readonly Step[],
  count: number,
  unit: Unit,
  ends: readonly Step[],
  how: EndHow,
): readonly Step[] {
  const [before, after] = divide(steps, count, unit);
  // What is shorter than the cut ends as it would have ended.
  if (after.every(step => step.kind === 'end')) return steps;
  const cut = [...before, ...ends];
  return how === 'end' ? withoutLength(cut) : cut;
}

function stallAfter(steps: readonly Step[], count: number, unit: Unit, ms: number): readonly Step[] {
  const [before, after] = divide(steps, count, unit);
  return ms === FOREVER ? [...before, { kind: 'stall' }] : [...before, { kind: 'wait', ms }, ...after];
}

/** The steps up to a place in the body, and the rest. */
function divide(steps: readonly Step[], count: number, unit: Unit): readonly [readonly Step[], readonly Step[]] {
  const before: Step[] = [];
  let left = count;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'end') return [before, steps.slice(index)];
    if (step.kind !== 'write') {
      before.push(step);
      continue;
    }
    const size = unit === 'bytes' ? step.bytes.length : Number(step.frame !== undefined && step.endsFrame);
    if (unit === 'frames' && left === 0 && step.frame !== undefined) return [before, steps.slice(index)];
    if (size > left) {
      const head = { ...step, bytes: step.bytes.subarray(0, left), endsFrame: false };
      const tail = { ...step, bytes: step.bytes.subarray(left) };
      return [left > 0 ? [...before, head] : before, [tail, ...steps.slice(index + 1)]];
    }
    left -= size;
    before.push(step);
  }
  return [before, []];
}
