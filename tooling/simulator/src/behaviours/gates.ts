import { countTokens } from '../answers/count-tokens.ts';
import { defineBehaviour } from './behaviour.ts';
import { flag, numberWithin, wholeNumber, type Form } from './forms.ts';

/** Two numbers as `a/b`. */
function ratioOf(firstUnit: string, secondUnit: string): Form<readonly [number, number], `${number}/${number}`> {
  return {
    allowed: `${firstUnit}/${secondUnit}, whole numbers above 0`,
    read: raw => {
      const [, first, second] = /^(\d{1,9})\/(\d{1,9})$/.exec(String(raw)) ?? [];
      const numbers = [Number(first), Number(second)] as const;
      return numbers.every(number => number > 0) ? numbers : undefined;
    },
  };
}

export const flap = defineBehaviour({
  does: 'Is up, then down, by turns of these milliseconds; the rest of the play happens while it is down.',
  form: ratioOf('UP', 'DOWN'),
  examples: ['5000/5000'],
  usually: 'status=503',
  hooks: ([upMs, downMs]) => ({ gate: ({ sinceMs }) => sinceMs % (upMs + downMs) >= upMs }),
});

export const errorRate = defineBehaviour({
  does: "Fails this share of requests, by the simulator's seed; the rest of the play is what happens to them.",
  form: numberWithin(0, 1),
  examples: [0.3],
  usually: 'status=500',
  hooks: share => ({ gate: ({ random }) => random() < share }),
});

export const every = defineBehaviour({
  does: 'Plays the rest on each n-th request only.',
  form: wholeNumber(1, 1_000_000),
  examples: [3],
  usually: 'status=500',
  hooks: nth => ({ gate: ({ askedBefore }) => (askedBefore + 1) % nth === 0 }),
});

export const quota = defineBehaviour({
  does: 'Serves so many requests in each window of these milliseconds, then plays the rest until the window ends.',
  form: ratioOf('REQUESTS', 'WINDOW'),
  examples: ['5/60000'],
  usually: 'error=rate-limit',
  hooks: ([requests, windowMs]) => {
    let window = -1;
    let served = 0;
    return {
      gate: ({ sinceMs }) => {
        const current = Math.floor(sinceMs / windowMs);
        if (current !== window) [window, served] = [current, 0];
        served += 1;
        return served > requests;
      },
      reply: (reply, { sinceMs }) => {
        const waitSeconds = Math.ceil((windowMs - (sinceMs % windowMs)) / 1_000);
        return { ...reply, headers: { 'retry-after': String(waitSeconds), ...reply.headers } };
      },
    };
  },
});

export const contextWindow = defineBehaviour({
  does: 'Plays the rest when the prompt has more tokens than this: a model with a small window.',
  form: wholeNumber(1, 10_000_000, 'tokens'),
  examples: [8000],
  usually: 'error=context-length',
  hooks: maxTokens => ({
    gate: ({ facts }) => countTokens(facts.messages.map(({ text }) => text).join('\n')) > maxTokens,
  }),
});

export const noPrefill = defineBehaviour({
  does: "Plays the rest when the conversation ends with the assistant's own words: a model that takes no prefill.",
  form: flag,
  examples: [true],
  usually: 'error=bad-request',
  hooks: () => ({ gate: ({ facts }) => facts.messages.at(-1)?.role === 'assistant' }),
});

export const noTools = defineBehaviour({
  does: 'Plays the rest when the request brings tools: a model that cannot call them.',
  form: flag,
  examples: [true],
  usually: 'error=bad-request',
  hooks: () => ({ gate: ({ facts }) => facts.tools.length > 0 }),
});
