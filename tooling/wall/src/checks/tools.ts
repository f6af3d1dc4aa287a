import { askGateway, type GatewayAnswer } from '../faces/ask-gateway.ts';
import type { World } from '../world/world.ts';
import type { Check, CheckGroup } from './check.ts';

const SCHEMA = { type: 'object', properties: { seat: { type: 'string' } }, required: ['seat'] };
const TOOLS = ['find_seat', 'hold_seat'].map(name => ({ type: 'function', function: { name, parameters: SCHEMA } }));
const ARGUMENTS = { seat: '예시' };

async function askWithTools(world: World, isStream: boolean): Promise<GatewayAnswer> {
  return askGateway(world.url, { model: 'auto', text: world.question().text, isStream, more: { tools: TOOLS } });
}

/** Judges what the official client made of the calls. */
function judgeCalls(
  { official, http }: GatewayAnswer,
  names: readonly string[],
  expected: unknown = ARGUMENTS,
): readonly string[] {
  if (official.kind !== 'complete') return [`the official client threw (${http.status}, ${official.code})`];
  const found = official.toolCalls.map(call => `${call.name} ${call.arguments}`);
  const wanted = names.map(name => `${name} ${JSON.stringify(expected)}`);
  const isSame =
    found.length === wanted.length &&
    official.toolCalls.every((call, index) => {
      if (call.name !== names[index]) return false;
      try {
        return JSON.stringify(JSON.parse(call.arguments === '' ? '{}' : call.arguments)) === JSON.stringify(expected);
      } catch {
        return false;
      }
    });
  return [
    ...(isSame ? [] : [`calls: ${found.join('; ') || 'none'}, expected ${wanted.join('; ')}`]),
    ...(official.finishReason === 'tool_calls' ? [] : [`finish reason ${official.finishReason}`]),
  ];
}

/** Plays a shape in both providers' protocols, as JSON and as a stream. */
function shape(
  play: string,
  names: readonly string[],
  numbers: readonly string[],
  expected: unknown = ARGUMENTS,
): Check {
  return {
    numbers,
    name: `tool calls told with ${play}`,
    answer: 'Merged by index or id, whichever is there; the official client gets each call whole, with its arguments.',
    async run(world) {
      const problems: string[] = [];
      for (const provider of ['primary', 'fallback'] as const) {
        await world.renew();
        world.play(provider === 'primary' ? play : 'status=503');
        world.play(play, 'fallback');
        for (const isStream of [false, true]) {
          const found = judgeCalls(await askWithTools(world, isStream), names, expected);
          problems.push(...found.map(problem => `${provider}, ${isStream ? 'stream' : 'JSON'}: ${problem}`));
        }
      }
      return problems;
    },
  };
}

const TOOL_PROVIDERS = [
  ['primary', 'primary', 'WALL_KEY_PRIMARY'],
  ['plain', 'plain', undefined],
  ['fallback_1', 'fallback', 'WALL_KEY_FALLBACK'],
] as const;

export const TOOL_CALLS: CheckGroup = {
  title: 'Tool calls',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    others: { plain: 'generate' },
    more: addressOf => ({
      providers: TOOL_PROVIDERS.map(([alias, name, key]) => ({
        alias,
        url: addressOf(name),
        ...(key && { key_env: key }),
      })),
      routing: {
        cooldown_sec: 0,
        policies: {
          default: { chain: ['primary', 'fallback_1'] },
          mixed: { chain: ['primary', 'plain', 'fallback_1'] },
        },
      },
    }),
  },
  checks: [
    shape('tool-call', ['find_seat'], ['T12', 'T3']),
    shape('tool-count=2', ['find_seat', 'hold_seat'], ['T12']),
    ...(['whole', 'missing-index', 'missing-id', 'repeated-id'] as const).map(way =>
      shape(`tool-call,tool-deltas=${way}`, ['find_seat'], ['T12']),
    ),
    ...(['interleaved', 'missing-index', 'repeated-id'] as const).map(way =>
      shape(`tool-count=2,tool-deltas=${way}`, ['find_seat', 'hold_seat'], ['T12']),
    ),
    shape('tool-call,tool-arguments=empty', ['find_seat'], ['T12'], {}),
    shape('tool-call,split=1', ['find_seat'], ['T12', 'T8']),
    {
      numbers: ['F15', 'F16'],
      name: 'arguments that break off, or are no JSON',
      answer: 'Nothing is repaired or guessed: the caller gets what the model wrote, or the truth that it is none.',
      async run(world) {
        const problems: string[] = [];
        for (const way of ['truncated', 'invalid'] as const) {
          world.play(`tool-call,tool-arguments=${way}`);
          for (const isStream of [false, true]) {
            const { official, http } = await askWithTools(world, isStream);
            if (http.status >= 500 && official.kind === 'threw') continue;
            if (official.kind === 'threw') continue;
            for (const call of official.toolCalls) {
              if (isJson(call.arguments)) problems.push(`${way}: arguments were made up: ${call.arguments}`);
            }
          }
        }
        return problems;
      },
    },
    {
      numbers: ['T13', 'T2'],
      name: 'cut in the middle of a tool call',
      answer: 'A call that has begun at the caller is never replayed elsewhere: the stream is told as broken.',
      async run(world) {
        world.play('tool-call,cut-frame=2');
        const question = world.question();
        const answer = await askGateway(world.url, {
          model: 'auto',
          text: question.text,
          isStream: true,
          more: { tools: TOOLS },
        });
        const asked = world.asked(question).map(({ provider }) => provider);
        return [
          ...(answer.official.kind === 'threw' ? [] : ['the official client took half a call for whole']),
          ...(answer.hasDone ? ['[DONE] behind half a call'] : []),
          ...(asked.join() === 'primary' ? [] : [`asked: ${asked.join(', ')}`]),
        ];
      },
    },
    {
      numbers: ['T41', 'R-DEC-1'],
      name: 'a provider that cannot take tools',
      answer: 'Never dialled for a request with tools, on no hop, whatever breaks before it.',
      async run(world) {
        world.play('status=503');
        world.play('status=503', 'fallback');
        const question = world.question();
        const answer = await askGateway(world.url, {
          model: 'mixed',
          text: question.text,
          isStream: false,
          more: { tools: TOOLS },
        });
        const asked = world.asked(question).map(({ provider }) => provider);
        return [
          ...(asked.join() === 'primary,fallback' ? [] : [`asked: ${asked.join(', ')}`]),
          ...(answer.http.status === 502 ? [] : [`status ${answer.http.status}`]),
        ];
      },
    },
  ],
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
