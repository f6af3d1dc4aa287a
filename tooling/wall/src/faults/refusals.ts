import { PROVIDER_CANARY } from '../world/words.ts';
import { always, type Fault, type Saying } from './fault.ts';

const ANOTHER = 'The next provider is asked at once.';

function status(
  code: number,
  name: string,
  saying: Saying = 'unavailable',
  numbers: readonly string[] = ['F21', 'T50'],
): Fault {
  return {
    numbers,
    name: `status ${code}: ${name}`,
    answer: ANOTHER,
    play: { status: code },
    ...always('other'),
    saying,
  };
}

/** A status that says no. */
export const REFUSALS: readonly Fault[] = [
  status(401, 'the key was revoked', 'account', ['F17']),
  status(402, 'the account is not paid', 'account', ['F18']),
  status(403, 'the key may not do this', 'account', ['F17']),
  status(404, 'the model is not known', 'account', ['F17']),
  status(408, 'the provider gave up waiting', 'timeout', ['T4']),
  status(429, 'too many requests', 'rate-limited', ['F19', 'T23']),
  status(500, 'a server error', 'unavailable', ['T22']),
  status(502, 'a bad gateway', 'unavailable', ['T50']),
  status(503, 'overloaded', 'unavailable', ['T22']),
  status(504, 'a gateway that gave up waiting', 'unavailable', ['T22']),
  status(529, 'overloaded, as Anthropic says it', 'unavailable', ['T22']),
  {
    numbers: ['F18'],
    name: 'quota used up, told with a 429 or a 400',
    answer: 'Known by its code as our account there, not as a wait; the next provider is asked.',
    play: { error: 'quota', message: `credit balance is too low, ${PROVIDER_CANARY}` },
    ...always('other'),
    saying: 'account',
  },
  {
    numbers: ['T19', 'F16'],
    name: 'the request itself is at fault (400)',
    answer: 'Told to the caller; nobody else is asked, and health stays as it is.',
    play: { status: 400 },
    ...always('refused'),
    saying: 'bad-request',
  },
  {
    numbers: ['T19'],
    name: 'the request cannot be processed (422)',
    answer: 'Told to the caller; nobody else is asked.',
    play: { status: 422 },
    ...always('refused'),
    saying: 'bad-request',
  },
  {
    numbers: ['T19', 'S12'],
    name: 'the prompt is too long for this model',
    answer: 'Only a provider with a larger window is asked; no health penalty.',
    play: { error: 'context-length', message: `prompt is too long, ${PROVIDER_CANARY}` },
    ...always('other'),
    saying: 'context-length',
  },
  {
    numbers: ['T20', 'S13'],
    name: 'the content filter refuses',
    answer: 'By the intent’s policy, which is to refuse unless set otherwise: never routed around blindly.',
    play: { error: 'content-filter', message: `blocked by content filtering policy, ${PROVIDER_CANARY}` },
    ...always('refused'),
    saying: 'content-filter',
  },
  {
    numbers: ['F20'],
    name: 'a redirect to another host',
    answer: 'Not followed, so that no key and no words go to a stranger; the next provider is asked.',
    play: { redirect: true },
    ...always('other'),
    saying: 'unavailable',
  },
  ...(['html', 'text', 'empty', 'gzip-garbage', 'truncated-json'] as const).map((body): Fault => ({
    numbers: body === 'gzip-garbage' ? ['F9', 'T50'] : ['T50'],
    name: `status 502 with a body of ${body}`,
    answer: 'The status decides; the body is not believed, nor does it break anything.',
    play: { status: 502, body },
    ...always('other'),
    saying: 'unavailable',
  })),
  ...(['html', 'text', 'empty', 'gzip-garbage', 'truncated-json', 'json-list', 'json-null'] as const).map(
    (body): Fault => ({
      numbers: body === 'gzip-garbage' ? ['F9'] : ['F21'],
      name: `status 200 with a body of ${body}`,
      answer: 'No answer of its protocol, so none at all; the next provider is asked.',
      play: { status: 200, body },
      ...always('other'),
      saying: 'unavailable',
    }),
  ),
  {
    numbers: ['F21'],
    name: 'a right answer called text/html',
    answer: 'Taken for the error page that it says it is; the next provider is asked.',
    play: { 'content-type': 'html' },
    ...always('other'),
    saying: 'unavailable',
  },
  {
    numbers: ['F21'],
    name: 'a right answer without a content type',
    answer: 'Read as what was asked for.',
    play: { 'content-type': 'none' },
    ...always('own'),
  },
];

/** Every way to say when to come back: none of them makes anybody wait while another provider is there. */
export const WAITS: readonly Fault[] = (
  [2, 'date:30', 'ms:250', 'reset:20', 'past-date', 'negative', 'garbage', 'huge'] as const
).map(form => ({
  numbers: ['F19', 'T23'],
  name: `429 with Retry-After ${form}`,
  answer:
    'The next provider is asked at once; the wait is kept as a floor for this one’s cooling, ten minutes at most.',
  play: { status: 429, 'retry-after': form },
  ...always('other'),
  saying: 'rate-limited',
}));
