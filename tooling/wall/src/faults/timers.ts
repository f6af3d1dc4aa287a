import type { Timeouts } from '../world/timeouts.ts';
import { always, type Fault } from './fault.ts';

const LATE = 'A timer that was armed before the wait ends it; the socket is closed and the next provider is asked.';
const STUCK = 'The answer is told as broken and the socket is closed; nobody waits for ever.';

/** Silence in all its forms, measured against what the server waits. */
export function timers({ first_token_sec, min_chars_per_sec }: Timeouts): readonly Fault[] {
  const tooLateMs = Math.round(first_token_sec * 1_500);
  const inTimeMs = Math.round(first_token_sec * 200);
  const tooSlow = Math.max(1, Math.floor(min_chars_per_sec / 3));
  return [
    {
      numbers: ['T4', 'F3'],
      name: 'silence before headers',
      answer: LATE,
      play: { silence: 'before-headers' },
      ...always('other'),
      saying: 'timeout',
      isTimed: true,
    },
    {
      numbers: ['F3', 'T4'],
      name: 'headers, then silence',
      answer: LATE,
      play: { silence: 'after-headers' },
      ...always('other'),
      saying: 'timeout',
      isTimed: true,
    },
    ...(['comment', 'ping', 'role'] as const).map((beat): Fault => ({
      numbers: ['F4', 'T6'],
      name: `heartbeats only (${beat})`,
      answer: 'A sign of life is no word: the time to the first token runs on.',
      play: { 'heartbeat-only': `50:${beat}` },
      ...(beat === 'comment' ? always('other') : { json: undefined, stream: 'other' }),
      saying: 'timeout',
      isTimed: true,
    })),
    {
      numbers: ['T5', 'R8'],
      name: 'a drip that beats the idle timer',
      answer: 'The pace is measured: too slow is as good as silent, and a body of it is asked of the next provider.',
      play: { drip: tooSlow },
      json: 'other',
      stream: 'broken',
      saying: 'timeout',
      isTimed: true,
    },
    {
      numbers: ['T4', 'R8'],
      name: 'silence after words',
      answer: STUCK,
      play: { 'stall-frame': 7 },
      json: undefined,
      stream: 'broken',
      saying: 'timeout',
      isTimed: true,
    },
    {
      numbers: ['T4', 'R8'],
      name: 'silence in the middle of a body',
      answer: LATE,
      play: { 'stall-byte': 60 },
      json: 'other',
      stream: undefined,
      saying: 'timeout',
      isTimed: true,
    },
    {
      numbers: ['F24', 'T14'],
      name: 'so slow that the first word comes too late',
      answer: LATE,
      play: { latency: tooLateMs },
      ...always('other'),
      saying: 'timeout',
      isTimed: true,
    },
    {
      numbers: ['F24'],
      name: 'slow, and in time',
      answer: 'Waited for: slow is not broken.',
      play: { latency: inTimeMs, pace: 5 },
      ...always('own'),
      isTimed: true,
    },
  ];
}
