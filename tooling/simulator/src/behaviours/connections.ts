import { ENDED, withoutLength, type SocketFate, type Step } from '../exchange/step.ts';
import { defineBehaviour } from './behaviour.ts';
import { flag, oneOf, wholeNumber } from './forms.ts';

const RESET: Step = { kind: 'end', how: 'rst', socket: { kind: 'keep' } };
const STALL: Step = { kind: 'stall' };

export const reset = defineBehaviour({
  does: 'Resets the connection (RST): before a byte, after the headers, or after half of the body.',
  form: oneOf('before-headers', 'after-headers', 'mid-stream'),
  examples: ['before-headers', 'after-headers', 'mid-stream'],
  hooks: place => ({
    steps: steps => {
      if (place === 'before-headers') return [RESET];
      if (place === 'after-headers') return [...headOf(steps), RESET];
      return firstHalf(steps);
    },
  }),
});

/** A JSON body is one write, so it is halved by bytes; a stream by frames. */
function firstHalf(steps: readonly Step[]): readonly Step[] {
  const writes = steps.filter(step => step.kind === 'write');
  if (writes.length === 1 && writes[0]) {
    const half = writes[0].bytes.subarray(0, Math.floor(writes[0].bytes.length / 2));
    return [...headOf(steps), { ...writes[0], bytes: half, endsFrame: false }, RESET];
  }
  let left = Math.ceil(writes.length / 2);
  return [...steps.filter(step => step.kind !== 'end' && (step.kind !== 'write' || left-- > 0)), RESET];
}

export const hangUp = defineBehaviour({
  does: 'Closes the connection cleanly (FIN) without a byte of an answer.',
  form: flag,
  examples: [true],
  hooks: () => ({ steps: () => [{ kind: 'end', how: 'fin', socket: { kind: 'keep' } }] }),
});

export const silence = defineBehaviour({
  does: 'Says nothing more and keeps the connection open, until the caller leaves.',
  form: oneOf('before-headers', 'after-headers'),
  examples: ['before-headers', 'after-headers'],
  hooks: place => ({
    steps: steps => (place === 'before-headers' ? [STALL] : [...headOf(steps), STALL]),
  }),
});

export const linger = defineBehaviour({
  does: 'Sends everything, terminator included, and does not end the response.',
  form: flag,
  examples: [true],
  hooks: () => ({ steps: steps => withoutLength(steps).map(step => (step.kind === 'end' ? STALL : step)) }),
});

export const staleSocket = defineBehaviour({
  does: 'Answers well, and resets the connection without a byte when the next request arrives on it.',
  form: flag,
  examples: [true],
  hooks: () => ({ steps: steps => withFate(steps, { kind: 'stale' }) }),
});

export const idleClose = defineBehaviour({
  does: 'Answers well, and closes the connection after it was idle for so many milliseconds.',
  form: wholeNumber(0, 3_600_000, 'milliseconds'),
  examples: [50],
  hooks: afterMs => ({ steps: steps => withFate(steps, { kind: 'close-idle', afterMs }) }),
});

function withFate(steps: readonly Step[], socket: SocketFate): readonly Step[] {
  return steps.map(step => (step.kind === 'end' ? { ...ENDED, ...step, socket } : step));
}

function headOf(steps: readonly Step[]): readonly Step[] {
  return steps.filter(step => step.kind === 'head');
}
