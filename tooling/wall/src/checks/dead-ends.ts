import { refusedUrl, startBlackHole } from '@naru/simulator';
import { askChat } from '../faces/ask-chat.ts';
import { askGateway } from '../faces/ask-gateway.ts';
import { judgeChat } from '../judge/judge-chat.ts';
import { judgeGateway } from '../judge/judge-gateway.ts';
import { SHORT_TIMEOUTS } from '../world/timeouts.ts';
import { withPatientFallbacks, type WorldConfig } from '../world/world-config.ts';
import type { World } from '../world/world.ts';
import type { Check, CheckGroup } from './check.ts';

const SETTINGS = {
  primary: 'openai',
  fallback: 'anthropic',
  timeouts: { ...SHORT_TIMEOUTS, connect_sec: 0.4 },
} as const;
const OTHER = { kind: 'other' } as const;

/** The configuration with both primaries at another address. */
function withPrimaryAt(url: string, { providers = [], ...config }: WorldConfig): WorldConfig {
  const moved = providers.map(provider =>
    provider.alias.endsWith('primary') ? { ...provider, url: `openai+${url}/v1#nobody` } : provider,
  );
  return { ...config, providers: moved };
}

/** Asks all four faces of a server whose primary is at this address: each must have the fallback's answer. */
async function judgeAddress(world: World, url: string): Promise<readonly string[]> {
  await world.renew(config => withPatientFallbacks(withPrimaryAt(url, config)));
  const perMode = [false, true].map(async isStream => {
    const ask = (model: string) => askGateway(world.url, { model, text: world.question().text, isStream });
    const [reference, answer, chat] = await Promise.all([
      ask('fallback_1'),
      ask('auto'),
      askChat(world.url, { text: world.question().text, isStream }),
    ]);
    return [
      ...judgeGateway(answer, { outcome: OTHER, reference }),
      ...judgeChat(chat, { outcome: OTHER, isStream }),
      ...(answer.http.durationMs < 2_000 ? [] : [`answered after ${Math.round(answer.http.durationMs)} ms`]),
    ];
  });
  return (await Promise.all(perMode)).flat();
}

function deadEnd(
  name: string,
  numbers: readonly string[],
  url: (hole: string, tlsHole: string) => string | Promise<string>,
): Check {
  return {
    numbers,
    name,
    answer: 'The wait for a connection has its own limit; the next provider is asked, and it counts against this one.',
    async run(world) {
      await using hole = await startBlackHole();
      return await judgeAddress(world, await url(hole.url, hole.tlsUrl));
    },
  };
}

export const DEAD_ENDS: CheckGroup = {
  title: 'Nobody there',
  settings: SETTINGS,
  checks: [
    deadEnd('a name that nobody knows', ['F1', 'T18'], () => 'http://nobody-here.invalid'),
    deadEnd('a TLS handshake that stalls', ['F2', 'T18'], (_hole, tlsHole) => tlsHole),
    deadEnd('a port where nobody listens', ['T18'], refusedUrl),
    deadEnd('a connection behind which nobody speaks', ['F3', 'T4'], hole => hole),
  ],
};
