import { seededRandom } from '@naru/kernel';
import { askGateway } from '../faces/ask-gateway.ts';
import type { World } from '../world/world.ts';
import type { CheckGroup } from './check.ts';

const CHAIN = ['one', 'two', 'three', 'four', 'five', 'six'] as const;
/** What one turn may send: its first attempt and three more (R-FO-4). */
const MOST_ATTEMPTS = 4;
const QUICK_FAULTS = [
  'status=500',
  'status=503',
  'status=401',
  'status=429,retry-after=1',
  'status=429,retry-after=huge',
  'reset=before-headers',
  'hang-up',
  'empty=no-content',
  'stream-error=0',
  'cut-byte=0',
  'body=html',
] as const;

async function ask(world: World, model: string, isStream: boolean) {
  const question = world.question();
  const answer = await askGateway(world.url, { model, text: question.text, isStream });
  // What went over a dead connection once more is told apart from an attempt: nobody had read it.
  const asked = world
    .asked(question)
    .filter(({ connection, status }) => connection.requestNumber === 1 || status !== undefined);
  return { answer, asked: asked.length };
}

export const ATTEMPTS: CheckGroup = {
  title: 'Attempts',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    others: Object.fromEntries(
      CHAIN.map((name, index) => [name, (['openai', 'anthropic', 'generate'] as const)[index % 3]!]),
    ),
    more: addressOf => ({
      providers: CHAIN.map(name => ({ alias: name, url: addressOf(name) })),
      routing: {
        cooldown_sec: 0,
        policies: { long: { chain: [...CHAIN] }, direct: { preset: 'direct', chain: ['one', 'two'] } },
      },
    }),
  },
  checks: [
    {
      numbers: ['T22', 'R-FO-4', 'R7'],
      name: 'a long chain of random faults',
      answer: 'One attempt and three more at most, whatever breaks, each provider once; the answer says how many.',
      async run(world, { mixes, seed }) {
        const random = seededRandom(seed);
        const problems: string[] = [];
        for (let done = 0; done < mixes; done += 1) {
          await world.renew();
          for (const name of CHAIN)
            world.play(QUICK_FAULTS[Math.floor(random() * QUICK_FAULTS.length)] ?? 'status=500', name);
          const { answer, asked } = await ask(world, 'long', random() < 0.5);
          if (asked > MOST_ATTEMPTS) problems.push(`${asked} requests to providers`);
          if (answer.attempts > MOST_ATTEMPTS || answer.attempts < 1)
            problems.push(`x-naru-attempts ${answer.attempts}`);
          if (answer.http.status < 400) problems.push(`status ${answer.http.status} although everybody failed`);
          if (answer.http.headers['x-should-retry'] !== 'false') problems.push('the client would try all of it again');
          if (answer.http.durationMs > 2_000)
            problems.push(`${Math.round(answer.http.durationMs)} ms for faults that are told at once`);
        }
        return problems.map(problem => `seed ${seed}: ${problem}`);
      },
    },
    {
      numbers: ['T23', 'R-FO-1'],
      name: 'the preset that asks the same provider again',
      answer: 'Once, after the stated wait or a jittered one, and then the next provider.',
      async run(world) {
        world.play({ status: 429, 'retry-after': 'ms:200' }, 'one');
        const { answer, asked } = await ask(world, 'direct', false);
        const [first, second] = world.simulator.log('one').slice(-2);
        const waitedMs = first && second ? second.receivedAtMs - first.receivedAtMs : 0;
        return [
          ...(answer.http.status === 200 ? [] : [`status ${answer.http.status}`]),
          ...(asked === 3 ? [] : [`${asked} requests to providers, expected 3`]),
          ...(answer.attempts === 3 ? [] : [`x-naru-attempts ${answer.attempts}, expected 3`]),
          ...(waitedMs >= 190 && waitedMs < 1_000 ? [] : [`waited ${waitedMs} ms, expected the stated 200`]),
        ];
      },
    },
    {
      numbers: ['F19', 'T23'],
      name: 'a stated wait that is absurd',
      answer: 'Not waited for: the next provider is asked at once.',
      async run(world) {
        const problems: string[] = [];
        for (const form of ['huge', 'date:3600'] as const) {
          await world.renew();
          world.play({ status: 429, 'retry-after': form }, 'one');
          const { answer } = await ask(world, 'direct', true);
          if (answer.http.status !== 200 || answer.provider !== 'two')
            problems.push(`${form}: ${answer.http.status} of ${answer.provider}`);
          if (answer.http.durationMs > 1_000) problems.push(`${form}: ${Math.round(answer.http.durationMs)} ms`);
        }
        return problems;
      },
    },
    {
      numbers: ['T22', 'R7'],
      name: 'twenty at once while everybody fails',
      answer: 'Each provider is asked once for each of them: failing is not multiplied.',
      async run(world) {
        for (const name of CHAIN) world.play('status=503', name);
        const asked = await Promise.all(Array.from({ length: 20 }, () => ask(world, 'long', false)));
        const total = asked.reduce((sum, one) => sum + one.asked, 0);
        return total <= 20 * MOST_ATTEMPTS ? [] : [`${total} requests to providers for 20 askings`];
      },
    },
  ],
};
