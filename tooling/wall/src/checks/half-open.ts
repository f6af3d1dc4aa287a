import { askGateway } from '../faces/ask-gateway.ts';
import { DEFAULT_TIMEOUTS } from '../world/timeouts.ts';
import { FALLBACK_TEXT } from '../world/words.ts';
import type { CheckGroup } from './check.ts';

const MOST_TO_OPEN = 5;
/** The first opening is 5 s, give or take 15 %. */
const OPEN_MS = 5_900;

const PATIENT = { ...DEFAULT_TIMEOUTS, first_token_sec: 25 };

export const HALF_OPEN: CheckGroup = {
  title: 'A circuit that may be probed',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    more: addressOf => ({
      providers: [
        { alias: 'primary', url: addressOf('primary'), key_env: 'WALL_KEY_PRIMARY' },
        // A thousand at once are slow on a small machine, which is not what is looked at.
        { alias: 'fallback_1', url: addressOf('fallback'), key_env: 'WALL_KEY_FALLBACK', timeouts: PATIENT },
      ],
      routing: { cooldown_sec: 0 },
    }),
  },
  checks: [
    {
      numbers: ['T25', 'R-HLT-5'],
      name: 'a thousand turns at once',
      answer:
        'One of them, or a probe with no words of a customer, reaches the provider; the others are answered elsewhere.',
      async run(world, { arrivals }) {
        world.simulator.clearLog();
        world.play('status=503');
        for (let turn = 0; turn <= MOST_TO_OPEN; turn += 1) {
          await askGateway(world.url, { model: 'auto', text: world.question().text, isStream: false });
        }
        const opened = world.simulator.log('primary').length;
        await new Promise(resolve => setTimeout(resolve, OPEN_MS));
        const before = world.simulator.log('primary').length;
        world.play('silence=before-headers');
        const askings = Array.from({ length: arrivals }, () =>
          askGateway(world.url, { model: 'auto', text: world.question().text, isStream: true }),
        );
        const answers = await Promise.all(askings);
        const elsewhere = answers.filter(({ text }) => text === FALLBACK_TEXT).length;
        const others = new Set(answers.filter(({ text }) => text !== FALLBACK_TEXT).map(({ http }) => http.status));
        const probes = world.simulator.log('primary').length - before;
        return [
          ...(opened > 0 && opened <= MOST_TO_OPEN ? [] : [`asked ${opened} times until the circuit opened`]),
          ...(probes <= 1 ? [] : [`${probes} probes at once`]),
          ...(elsewhere === arrivals ? [] : [`${elsewhere} of ${arrivals} answered: ${[...others].join(', ')}`]),
        ];
      },
    },
  ],
};
