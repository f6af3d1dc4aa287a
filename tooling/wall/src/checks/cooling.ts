import { askGateway } from '../faces/ask-gateway.ts';
import type { World } from '../world/world.ts';
import type { Check, CheckGroup } from './check.ts';

const COOLDOWN_SEC = 1;
const COOLDOWN_MS = COOLDOWN_SEC * 1_000;
/** Until a provider that cools is asked again, at the latest; relapses are not met here. */
const PATIENCE_MS = 2 * COOLDOWN_MS;

interface Told {
  readonly asked: string;
  readonly provider: string | undefined;
  readonly status: number;
}

/** Asks by a policy whose chain is the subject and then the fallback. */
async function ask(world: World, subject: string): Promise<Told> {
  const question = world.question();
  const answer = await askGateway(world.url, { model: `chain-${subject}`, text: question.text, isStream: true });
  const asked = world.asked(question).map(({ provider }) => provider);
  return { asked: asked.join(', '), provider: answer.provider, status: answer.http.status };
}

function expect(what: string, found: unknown, expected: unknown): readonly string[] {
  return found === expected ? [] : [`${what}: ${String(found)}, expected ${String(expected)}`];
}

/** How long the subject is left alone from now on. */
async function leftAloneMs(world: World, subject: string, patienceMs: number): Promise<number> {
  const startedAtMs = performance.now();
  while (performance.now() - startedAtMs < patienceMs) {
    if ((await ask(world, subject)).asked === subject) break;
    await new Promise(resolve => setTimeout(resolve, 40));
  }
  return performance.now() - startedAtMs;
}

const FAILURES = [
  ['five', 'status=503', 'a server error'],
  ['key', 'status=401', 'a key that was revoked'],
  ['cut', 'reset=before-headers', 'a reset'],
  ['mute', 'empty=no-content', 'an empty answer'],
  ['half', 'cut-frame=7', 'an answer that broke'],
] as const;
const INNOCENT = [
  ['fault', 'status=400', 'a request that is at fault', 400],
  ['filter', 'error=content-filter', 'a content filter', 400],
  ['window', 'error=context-length', 'a prompt that is too long', 200],
] as const;
const SUBJECTS: readonly string[] = [
  ...FAILURES.map(([subject]) => subject),
  ...INNOCENT.map(([subject]) => subject),
  'asks',
];

function failure([subject, play, name]: (typeof FAILURES)[number]): Check {
  return {
    numbers: ['T17', 'T18', 'T42'],
    name: `after ${name} the provider goes last, and is tried again after its cooldown`,
    answer: 'It is not asked while it cools; then it is, and a success ends it.',
    async run(world) {
      world.play(play, subject);
      const broken = await ask(world, subject);
      world.simulator.reset(subject);
      const cooled = await ask(world, subject);
      const backAfterMs = await leftAloneMs(world, subject, PATIENCE_MS);
      const again = await ask(world, subject);
      return [
        ...expect('first asked', broken.asked.split(', ')[0], subject),
        ...expect('asked while cooling', cooled.asked, 'fallback'),
        ...expect('answered while cooling', cooled.provider, 'fallback'),
        ...(backAfterMs < PATIENCE_MS ? [] : [`not tried again after ${Math.round(backAfterMs)} ms`]),
        ...expect('asked after a success', again.asked, subject),
      ];
    },
  };
}

function innocence([subject, play, name, status]: (typeof INNOCENT)[number]): Check {
  return {
    numbers: ['T17', 'R-HLT-3'],
    name: `${name} is not held against the provider`,
    answer: 'Health is untouched: it is asked first again at once.',
    async run(world) {
      world.play(play, subject);
      const failed = await ask(world, subject);
      world.simulator.reset(subject);
      const next = await ask(world, subject);
      return [...expect('status', failed.status, status), ...expect('asked next', next.asked, subject)];
    },
  };
}

export const COOLING: CheckGroup = {
  title: 'Cooling',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    others: Object.fromEntries(SUBJECTS.map(subject => [subject, 'openai' as const])),
    more: addressOf => ({
      providers: [...SUBJECTS, 'fallback'].map(name => ({
        alias: name,
        url: addressOf(name),
        context_window_tokens: name === 'fallback' ? 128_000 : 32_000,
        ...(name === 'fallback' && { key_env: 'WALL_KEY_FALLBACK' }),
      })),
      routing: {
        cooldown_sec: COOLDOWN_SEC,
        policies: Object.fromEntries(SUBJECTS.map(subject => [`chain-${subject}`, { chain: [subject, 'fallback'] }])),
      },
    }),
  },
  checks: [
    ...FAILURES.map(failure),
    ...INNOCENT.map(innocence),
    {
      numbers: ['T23', 'F19'],
      name: 'a stated wait is a floor',
      answer: 'With Retry-After 2 s and a cooldown of 1 s the provider is left alone for 2 s.',
      async run(world) {
        world.play({ status: 429, 'retry-after': 2 }, 'asks');
        const refusedAtMs = performance.now();
        await ask(world, 'asks');
        world.simulator.reset('asks');
        await leftAloneMs(world, 'asks', 4_000);
        const aloneMs = performance.now() - refusedAtMs;
        return aloneMs >= 1_800 && aloneMs < 3_000 ? [] : [`asked again after ${Math.round(aloneMs)} ms`];
      },
    },
    {
      numbers: ['T29', 'R10'],
      name: 'everybody cools',
      answer: 'The order stays as it is and somebody is asked: nobody is refused out of caution.',
      async run(world) {
        world.play('status=503', 'asks');
        world.play('status=503', 'fallback');
        await ask(world, 'asks');
        world.simulator.reset();
        const next = await ask(world, 'asks');
        return [...expect('status', next.status, 200), ...expect('asked', next.asked, 'asks')];
      },
    },
  ],
};
