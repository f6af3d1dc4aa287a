import type { Headers } from '../exchange/step.ts';
import { defineBehaviour, type Moment } from './behaviour.ts';
import { either, numberWithin, oneOf, pair, type Form } from './forms.ts';

const SECONDS = numberWithin(0, 1_000_000_000);
const WAYS = oneOf('past-date', 'negative', 'garbage', 'huge');
const FORMS = oneOf('date', 'ms', 'reset');

type RetryAfterInput = number | 'past-date' | 'negative' | 'garbage' | 'huge' | `${'date' | 'ms' | 'reset'}:${number}`;

const form: Form<Headers | ((nowMs: number) => Headers), RetryAfterInput> = {
  allowed:
    'seconds; date:SECONDS (an HTTP date); ms:MILLISECONDS (retry-after-ms); reset:SECONDS (x-ratelimit-reset-requests); ' +
    WAYS.allowed,
  read: raw => {
    const value = either(SECONDS, either(WAYS, pair(FORMS, SECONDS, Number.NaN))).read(raw);
    if (value === undefined) return undefined;
    if (typeof value === 'number') return { 'retry-after': String(value) };
    if (typeof value === 'string') return ODD[value];
    const [way, amount] = value;
    if (Number.isNaN(amount)) return undefined;
    if (way === 'ms') return { 'retry-after-ms': String(amount) };
    if (way === 'reset') return { 'x-ratelimit-reset-requests': `${amount}s`, 'x-ratelimit-remaining-requests': '0' };
    return nowMs => ({ 'retry-after': new Date(nowMs + amount * 1_000).toUTCString() });
  },
};

const ODD: Readonly<Record<'past-date' | 'negative' | 'garbage' | 'huge', Headers>> = {
  'past-date': { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' },
  negative: { 'retry-after': '-30' },
  garbage: { 'retry-after': 'soon, hopefully' },
  huge: { 'retry-after': '1000000000' },
};

export const retryAfter = defineBehaviour({
  does: 'Says when to come back, in every form that was met.',
  form,
  examples: [2, 'date:30', 'ms:250', 'reset:20', 'past-date', 'negative', 'garbage', 'huge'],
  hooks: headers => ({
    reply: (reply, { nowMs }: Moment) => ({
      ...reply,
      headers: { ...reply.headers, ...(typeof headers === 'function' ? headers(nowMs) : headers) },
    }),
  }),
});
