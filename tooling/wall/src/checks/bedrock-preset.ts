import type { LogEntry } from '@naru/simulator';
import { askGateway, type GatewayAnswer } from '../faces/ask-gateway.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import type { World } from '../world/world.ts';
import type { Check, CheckGroup } from './check.ts';

interface Played {
  readonly answer: GatewayAnswer;
  readonly asked: readonly LogEntry[];
}

async function ask(world: World, model = 'booking'): Promise<Played> {
  const question = world.question();
  const answer = await askGateway(world.url, { model, text: question.text, isStream: true });
  return { answer, asked: world.asked(question) };
}

function names({ asked }: Played): string {
  return asked.map(({ provider }) => provider).join(', ');
}

/** Milliseconds from one request to the next. */
function waits({ asked }: Played): readonly number[] {
  return asked.slice(1).map(({ receivedAtMs }, index) => receivedAtMs - (asked[index]?.receivedAtMs ?? 0));
}

function atOnce(play: string, what: string): Check {
  return {
    numbers: ['R-FO-1'],
    name: `bedrock preset: ${what}`,
    answer: 'The next provider is asked at once.',
    async run(world) {
      world.play(play);
      const played = await ask(world);
      return [
        ...(names(played) === 'primary, fallback' ? [] : [`asked ${names(played)}`]),
        ...(played.answer.text === FALLBACK_TEXT
          ? []
          : [`answered ${played.answer.http.status} "${played.answer.text}" ${played.answer.errorCode ?? ''}`]),
        ...((waits(played)[0] ?? 0) < 900 ? [] : [`waited ${waits(played)[0]} ms`]),
      ];
    },
  };
}

export const BEDROCK_PRESET: CheckGroup = {
  title: 'The preset of booking',
  settings: {
    primary: 'bedrock',
    fallback: 'bedrock',
    more: addressOf => ({
      providers: ['primary', 'fallback'].map(name => ({
        alias: name === 'fallback' ? 'fallback_1' : name,
        url: addressOf(name),
        key_env: name === 'primary' ? 'WALL_KEY_PRIMARY' : 'WALL_KEY_FALLBACK',
        context_window_tokens: 128_000,
      })),
      routing: {
        cooldown_sec: 0,
        policies: { booking: { preset: 'bedrock', chain: ['primary', 'fallback_1'] } },
      },
    }),
  },
  checks: [
    atOnce('status=400', 'a request that is at fault (400)'),
    atOnce('status=404', 'no such model (404)'),
    atOnce('status=429', 'asked too much (429)'),
    atOnce('status=503', 'not there (503)'),
    atOnce('cut-frame=0', 'an answer that breaks before its first words'),
    {
      numbers: ['R-FO-1', 'R-FO-4'],
      name: 'bedrock preset: a server error (500) that lasts',
      answer: 'Asked again after 1 s and then 1.5 s (and up to a tenth more), then the next provider.',
      async run(world) {
        world.play('status=500');
        const played = await ask(world);
        const [first = 0, second = 0] = waits(played);
        return [
          ...(names(played) === 'primary, primary, primary, fallback' ? [] : [`asked ${names(played)}`]),
          ...(first >= 990 && first < 1_500 ? [] : [`first waited ${Math.round(first)} ms`]),
          ...(second >= 1_490 && second < 2_100 ? [] : [`then waited ${Math.round(second)} ms`]),
          ...(played.answer.text === FALLBACK_TEXT
            ? []
            : [`answered ${played.answer.http.status} "${played.answer.text}" ${played.answer.errorCode ?? ''}`]),
        ];
      },
    },
    {
      numbers: ['R-FO-1'],
      name: 'bedrock preset: a server error that passes',
      answer: 'The same provider answers at its second try; nobody else is asked.',
      async run(world) {
        world.simulator.play('primary', 'status=502', { times: 1 });
        const played = await ask(world);
        return [
          ...(names(played) === 'primary, primary' ? [] : [`asked ${names(played)}`]),
          ...(played.answer.text === PRIMARY_TEXT
            ? []
            : [`answered ${played.answer.http.status} "${played.answer.text}" ${played.answer.errorCode ?? ''}`]),
        ];
      },
    },
    {
      numbers: ['R-FO-1', 'T22'],
      name: 'bedrock preset: everybody fails',
      answer: 'The last provider is asked once: five extra attempts are never used up on it.',
      async run(world) {
        world.play('status=500');
        world.play('status=500', 'fallback');
        const played = await ask(world);
        return [
          ...(names(played) === 'primary, primary, primary, fallback' ? [] : [`asked ${names(played)}`]),
          ...(played.answer.http.status === 502 ? [] : [`status ${played.answer.http.status}`]),
        ];
      },
    },
  ],
};
