import { withoutLength, type Step } from '../exchange/step.ts';
import { isContent, type Frame } from '../protocols/frame.ts';
import { PROVIDER_ERROR_KINDS } from '../protocols/provider-error.ts';
import { defineBehaviour } from './behaviour.ts';
import { either, oneOf, orBare, pair, wholeNumber } from './forms.ts';

export const malformed = defineBehaviour({
  does: 'Puts so many frames of broken JSON into the middle of the text; in JSON, breaks the body off.',
  form: orBare(wholeNumber(1, 1_000), 1),
  examples: [1, 2],
  hooks: count => ({
    frames: frames => {
      const index = middleOfContent(frames);
      const whole = frames[index];
      if (!whole) return frames;
      const broken: Frame = { ...whole, kind: 'odd', data: whole.data.slice(0, Math.floor(whole.data.length / 2)) };
      return frames.toSpliced(index, 0, ...Array.from({ length: count }, () => broken));
    },
    steps: steps => (steps.some(step => step.kind === 'write' && step.frame !== undefined) ? steps : breakOff(steps)),
  }),
});

function breakOff(steps: readonly Step[]): readonly Step[] {
  return withoutLength(steps).map(step =>
    step.kind === 'write' ? { ...step, bytes: step.bytes.subarray(0, Math.floor(step.bytes.length / 2)) } : step,
  );
}

const ERROR_PLACES = oneOf('after-role', 'after-text', 'after-finish');

export const streamError = defineBehaviour({
  does:
    'Puts an error object into a response of status 200 and ends it: in a stream at a frame number or place, ' +
    'in JSON as the body. The error kind is `server` unless named; `rate-limit` is the in-band 429.',
  form: pair(either(wholeNumber(0, 100_000), ERROR_PLACES), oneOf(...PROVIDER_ERROR_KINDS), 'server'),
  examples: [0, 1, 'after-role', 'after-text:rate-limit', 'after-text:overloaded'],
  hooks: ([place, kind]) => ({
    reply: (reply, { facts }) =>
      facts.stream ? reply : { ...reply, status: 200, body: { kind: 'error', error: { kind } } },
    frames: (frames, { protocol }) => [...frames.slice(0, placeOf(frames, place)), protocol.errorFrame({ kind })],
  }),
});

function placeOf(frames: readonly Frame[], place: number | 'after-role' | 'after-text' | 'after-finish'): number {
  if (typeof place === 'number') return place;
  if (place === 'after-text') return Math.max(firstContent(frames) + 1, middleOfContent(frames));
  if (place === 'after-role') return firstContent(frames);
  const finish = frames.findIndex(({ kind }) => kind === 'finish');
  return finish < 0 ? frames.length : finish + 1;
}

export const noTerminator = defineBehaviour({
  does: 'Leaves out the last frame (`[DONE]`, `message_stop`, `done`) and closes, or keeps the connection open.',
  form: oneOf('closed', 'open'),
  examples: ['closed', 'open'],
  hooks: after => ({
    frames: frames => frames.filter(({ kind }) => kind !== 'end'),
    steps: steps => afterwards(steps, after),
  }),
});

export const noFinish = defineBehaviour({
  does: 'Leaves out everything from the finish reason on and closes, or keeps the connection open.',
  form: oneOf('closed', 'open'),
  examples: ['closed', 'open'],
  hooks: after => ({
    frames: frames => frames.filter(({ kind }) => kind !== 'finish' && kind !== 'usage' && kind !== 'end'),
    steps: steps => afterwards(steps, after),
  }),
});

function afterwards(steps: readonly Step[], after: 'closed' | 'open'): readonly Step[] {
  if (after === 'closed') return steps;
  return withoutLength(steps).map(step => (step.kind === 'end' ? { kind: 'stall' } : step));
}

export const duplicate = defineBehaviour({
  does: 'Sends a frame twice: the one of this number, the role, the finish reason, the terminator, or every one.',
  form: either(wholeNumber(0, 100_000), oneOf('role', 'finish', 'end', 'all')),
  examples: [2, 'role', 'finish', 'end', 'all'],
  hooks: which => ({
    frames: frames =>
      frames.flatMap((frame, index) =>
        which === 'all' || which === index || which === frame.kind ? [frame, frame] : [frame],
      ),
  }),
});

function firstContent(frames: readonly Frame[]): number {
  const index = frames.findIndex(({ kind }) => isContent(kind));
  return index < 0 ? frames.length : index;
}

/** The index behind the first half of the content frames. */
function middleOfContent(frames: readonly Frame[]): number {
  const places = frames.flatMap(({ kind }, index) => (isContent(kind) ? [index] : []));
  return places[Math.floor(places.length / 2)] ?? 0;
}
