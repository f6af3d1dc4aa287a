import { always, type Fault } from './fault.ts';

/** What sockets do. */
export const CONNECTIONS: readonly Fault[] = [
  {
    numbers: ['T18', 'F8'],
    name: 'reset before headers',
    answer: 'Counts as a failure of the provider; the next one is asked.',
    play: { reset: 'before-headers' },
    ...always('other'),
    saying: 'unavailable',
  },
  {
    numbers: ['T18', 'F3'],
    name: 'reset after headers',
    answer: 'The same: nothing has been said yet.',
    play: { reset: 'after-headers' },
    ...always('other'),
    saying: 'unavailable',
  },
  {
    numbers: ['F8', 'T2', 'T34'],
    name: 'reset in the middle',
    answer: 'A stream that has begun is told as broken; a body is asked of the next provider.',
    play: { reset: 'mid-stream' },
    json: 'other',
    stream: 'broken',
    saying: 'unavailable',
  },
  {
    numbers: ['T18'],
    name: 'closed without a byte',
    answer: 'The next provider is asked.',
    play: { 'hang-up': true },
    ...always('other'),
    saying: 'unavailable',
  },
  {
    numbers: ['F14', 'S11'],
    name: 'everything said, the response never ended',
    answer: 'Complete with its terminator; the socket is given up, not waited for.',
    play: { linger: true },
    json: undefined,
    stream: 'own',
  },
  {
    numbers: ['T33'],
    name: 'an idle connection closed by the provider',
    answer: 'Not an outage: a new connection is opened.',
    play: { 'idle-close': 0 },
    ...always('own'),
  },
];
