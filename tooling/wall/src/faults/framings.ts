import { always, type Fault } from './fault.ts';

const READ = 'Read as what it is.';

/** Every allowed way to write an event stream. None of them is a fault; each has broken somebody’s parser. */
export const FRAMINGS: readonly Fault[] = [
  ...(
    ['crlf', 'cr', 'mixed', 'no-space', 'bom', 'comments', 'multi-line', 'extra-fields', 'no-last-blank'] as const
  ).map((way): Fault => ({
    numbers: ['F12', 'T9'],
    name: `frames written with ${way}`,
    answer: READ,
    play: { framing: way },
    json: undefined,
    stream: 'own',
  })),
  {
    numbers: ['F11', 'T8', 'T9', 'T49'],
    name: 'every byte in a packet of its own',
    answer: READ,
    play: { split: 1 },
    ...always('own'),
  },
  {
    numbers: ['F11', 'T8', 'T9'],
    name: 'seven bytes a packet, CRLF, comments, a byte order mark',
    answer: READ,
    play: { split: 7, framing: 'crlf+comments+bom+no-space' },
    ...always('own'),
  },
  {
    numbers: ['F12', 'T9'],
    name: 'multi-line data over mixed line ends, split',
    answer: READ,
    play: { split: 3, framing: 'mixed+multi-line+extra-fields+no-last-blank' },
    json: undefined,
    stream: 'own',
  },
];
