import { encodeFrame, USUAL_FRAMING } from '../exchange/framing.ts';
import { withoutLength, type Step } from '../exchange/step.ts';
import type { Frame } from '../protocols/frame.ts';
import type { Protocol } from '../protocols/protocol.ts';
import { defineBehaviour } from './behaviour.ts';
import { oneOf, pair, wholeNumber } from './forms.ts';

type Beat = 'comment' | 'ping' | 'role';

export const heartbeatOnly = defineBehaviour({
  does:
    'Sends headers, then only signs of life for ever, one each so many milliseconds: comments, `ping` events or ' +
    'role frames without content. In JSON: white space.',
  form: pair(wholeNumber(1, 600_000, 'milliseconds'), oneOf('comment', 'ping', 'role'), 'comment'),
  examples: [1000, '50:ping', '50:role'],
  hooks: ([everyMs, beat]) => ({
    steps: (steps, { facts, protocol }) => [
      ...withoutLength(steps.filter(step => step.kind === 'head')),
      { kind: 'repeat', bytes: facts.stream ? beatBytes(beat, steps, protocol) : Buffer.from(' \n'), everyMs },
    ],
  }),
});

function beatBytes(beat: Beat, steps: readonly Step[], protocol: Protocol): Buffer {
  const encode = (frame: Frame): Buffer =>
    protocol.encoding?.encode(frame, USUAL_FRAMING) ?? encodeFrame(frame, USUAL_FRAMING, { index: 0, isLast: false });
  if (beat === 'ping') return encode({ kind: 'ping', event: 'ping', data: '{"type":"ping"}' });
  const role = steps.find(step => step.kind === 'write' && step.frame === 'role');
  return beat === 'role' && role?.kind === 'write' ? role.bytes : encode({ kind: 'comment', data: 'keep-alive' });
}
