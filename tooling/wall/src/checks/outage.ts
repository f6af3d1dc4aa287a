import { askGateway, type GatewayAnswer } from '../faces/ask-gateway.ts';
import { DEFAULT_TIMEOUTS } from '../world/timeouts.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import type { World } from '../world/world.ts';
import type { CheckGroup } from './check.ts';

/** Figures of R4 and of the calibration behind it. */
const MOST_ATTEMPTS_AT_THE_DEAD = 10;
const BACK_WITHIN_MS = 30_000;
const SERVED = 0.9995;

function isServed({ http, text, official }: GatewayAnswer): boolean {
  return http.status === 200 && official.kind === 'complete' && (text === PRIMARY_TEXT || text === FALLBACK_TEXT);
}

/** Asks at an even rhythm, whatever the last answer took, until told to stop. */
async function askSteadily(world: World, perSecond: number, signal: AbortSignal): Promise<readonly GatewayAnswer[]> {
  const answers: Promise<GatewayAnswer>[] = [];
  while (!signal.aborted) {
    answers.push(
      askGateway(world.url, { model: 'auto', text: world.question().text, isStream: answers.length % 2 === 0 }),
    );
    await new Promise(resolve => setTimeout(resolve, 1_000 / perSecond));
  }
  return Promise.all(answers);
}

async function sleep(ms: number): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, ms));
}

export const OUTAGE: CheckGroup = {
  title: 'An outage and its end',
  settings: { primary: 'openai', fallback: 'anthropic', cooldownSec: 15 },
  checks: [
    {
      numbers: ['R4', 'T42', 'R-HLT-4'],
      name: 'the primary is dead for a while',
      answer:
        'Everybody is answered; at most ten attempts reach the dead one, and the first turn is back on it within 30 s.',
      async run(world, { outage: { lastsMs, perSecond } }) {
        const stop = new AbortController();
        const asking = askSteadily(world, perSecond, stop.signal);
        await sleep(1_000);
        world.play('status=503');
        const diedAtId = world.simulator.log().at(-1)?.id ?? 0;
        await sleep(lastsMs);
        const attempts = world.simulator.log('primary').filter(({ id }) => id > diedAtId).length;
        const livesAtId = world.simulator.log().at(-1)?.id ?? 0;
        world.simulator.reset();
        const livesAtMs = Date.now();
        const isBack = ({ id, body, provider }: ReturnType<World['simulator']['log']>[number]): boolean =>
          id > livesAtId && provider === 'primary' && 'lastUserText' in body && body.lastUserText.includes('문의');
        const back = await world.simulator.until(isBack, BACK_WITHIN_MS).catch(() => undefined);
        stop.abort();
        const answers = await asking;
        const served = answers.filter(isServed).length;
        return [
          ...(attempts <= MOST_ATTEMPTS_AT_THE_DEAD ? [] : [`${attempts} attempts at the dead provider`]),
          ...(attempts > 0 ? [] : ['nobody asked the dead provider: nothing was tried']),
          ...(back ? [] : [`no turn back on it ${Date.now() - livesAtMs} ms after its recovery`]),
          ...(served >= answers.length * SERVED ? [] : [`${served} of ${answers.length} served`]),
        ];
      },
    },
  ],
};

export const HANGING: CheckGroup = {
  title: 'A provider that hangs',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    cooldownSec: 15,
    // Both kinds of answers get what a stream gets, so that the row takes no longer than that.
    timeouts: { ...DEFAULT_TIMEOUTS, json_headers_sec: DEFAULT_TIMEOUTS.first_token_sec },
  },
  checks: [
    {
      numbers: ['R4', 'T4', 'R-HLT-4'],
      name: 'the primary hangs for a while',
      answer:
        'Everybody is answered, and it goes last long before the first deadline: once several wait longer than is usual and nobody sent after them was answered.',
      async run(world, { outage: { lastsMs, perSecond } }) {
        const stop = new AbortController();
        const asking = askSteadily(world, perSecond, stop.signal);
        await sleep(2_000);
        world.play('silence=before-headers');
        const hangsAtId = world.simulator.log().at(-1)?.id ?? 0;
        await sleep(lastsMs);
        const attempts = world.simulator.log('primary').filter(({ id }) => id > hangsAtId).length;
        world.simulator.reset();
        stop.abort();
        const answers = await asking;
        const served = answers.filter(isServed).length;
        // As many as are sent before the first words could be missed, and the probes.
        const most = MOST_ATTEMPTS_AT_THE_DEAD + perSecond;
        return [
          ...(attempts <= most ? [] : [`${attempts} attempts at the silent provider`]),
          ...(attempts > 0 ? [] : ['nobody asked the silent provider: nothing was tried']),
          ...(served >= answers.length * SERVED ? [] : [`${served} of ${answers.length} served`]),
        ];
      },
    },
  ],
};
