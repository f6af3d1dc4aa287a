import { askGateway, type GatewayAnswer } from '../faces/ask-gateway.ts';
import { callHttp } from '../faces/http-call.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import { DEFAULT_TIMEOUTS } from '../world/timeouts.ts';
import type { World } from '../world/world.ts';
import type { Check, CheckGroup } from './check.ts';

/** One row of `docs/RUNBOOK.md`: what breaks, what shows it, what the operator does, and what customers see then. */
interface RunbookRow {
  readonly name: string;
  readonly play: string;
  readonly askings?: number;
  /** What must stand in `/metrics`. */
  readonly metric: RegExp;
  readonly act?: Readonly<Record<string, unknown>>;
  /** Who is asked first while it is broken, before anybody acts; missing: whoever. */
  readonly answer: 'fallback' | 'broken' | 'either';
}

const OVERRIDES = '/internal/chat/providers/overrides';

async function operate(world: World, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(world.server.internalUrl + path, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
  return text === '' ? undefined : JSON.parse(text);
}

async function metricsOf(world: World): Promise<string> {
  return (await callHttp({ url: `${world.server.internalUrl}/metrics`, method: 'GET' })).body;
}

function ask(world: World): Promise<GatewayAnswer> {
  return askGateway(world.url, { model: 'auto', text: world.question().text, isStream: true });
}

function outcomeOf({ official, text }: GatewayAnswer): 'fallback' | 'primary' | 'broken' {
  if (official.kind === 'threw') return 'broken';
  return text === FALLBACK_TEXT ? 'fallback' : text === PRIMARY_TEXT ? 'primary' : 'broken';
}

function rowOf({ name, play, askings = 3, metric, act, answer }: RunbookRow): Check {
  return {
    numbers: ['R-OPS-1'],
    name: `runbook: ${name}`,
    answer: 'The symptom shows in the metric that the runbook names; its command ends it, and its undo brings it back.',
    async run(world) {
      world.play(play);
      const seen: string[] = [];
      for (let time = 0; time < askings; time += 1) seen.push(outcomeOf(await ask(world)));
      const metrics = await metricsOf(world);
      const problems = metric.test(metrics) ? [] : [`no metric like ${metric.source}`];
      if (answer === 'broken' && !seen.includes('broken')) problems.push(`nobody saw it: ${seen.join(', ')}`);
      if (answer === 'fallback' && seen.some(one => one !== 'fallback')) problems.push(`answered ${seen.join(', ')}`);
      if (!act) return problems;

      await operate(world, 'PUT', OVERRIDES, { ttl_sec: 600, reason: name, ...act });
      const askedBefore = world.simulator.log('primary').length;
      const acted: string[] = [];
      for (let time = 0; time < 3; time += 1) acted.push(outcomeOf(await ask(world)));
      const askedAfter = world.simulator
        .log('primary')
        .filter(({ body }) => 'lastUserText' in body && body.lastUserText.includes('문의')).length;
      if (acted.some(one => one !== 'fallback')) problems.push(`after the command: ${acted.join(', ')}`);
      if (askedAfter > askedBefore) problems.push('the provider was asked after the command');

      await operate(world, 'DELETE', OVERRIDES);
      await world.renew();
      const undone = outcomeOf(await ask(world));
      if (undone !== 'primary') problems.push(`after the undo: ${undone}`);
      return problems;
    },
  };
}

const failover = (reason: string): RegExp =>
  new RegExp(`chat_provider_failover_total\\{[^}]*from="primary"[^}]*reason="${reason}"[^}]*\\} [1-9]`);
const BLOCK = { kind: 'block', provider: 'primary' };

const ROWS: readonly RunbookRow[] = [
  { name: 'down', play: 'status=503', metric: failover('server'), act: BLOCK, answer: 'fallback' },
  {
    name: 'slow first token',
    play: 'first-token=60000',
    askings: 1,
    metric: failover('timeout_first_token'),
    act: { kind: 'force', provider: 'fallback_1' },
    answer: 'fallback',
  },
  {
    name: 'breaks off in the middle',
    play: 'cut-frame=7',
    askings: 2,
    metric: /chat_provider_attempt_seconds_count\{[^}]*outcome="stream_broken"[^}]*\} [1-9]/,
    act: BLOCK,
    answer: 'broken',
  },
  { name: 'rate limited (429)', play: 'status=429', metric: failover('rate_limited'), act: BLOCK, answer: 'fallback' },
  { name: 'money spent there (402)', play: 'status=402', metric: failover('quota'), act: BLOCK, answer: 'fallback' },
  { name: 'key refused (401)', play: 'status=401', metric: failover('auth'), act: BLOCK, answer: 'fallback' },
  {
    name: 'model or address gone (404)',
    play: 'status=404',
    metric: failover('not_found'),
    act: BLOCK,
    answer: 'fallback',
  },
  {
    name: 'bad answers',
    play: 'well',
    metric: /chat_provider_route_total\{[^}]*provider="primary"[^}]*result="ok"[^}]*\} [1-9]/,
    act: BLOCK,
    answer: 'either',
  },
  {
    name: 'half of the calls fail',
    play: 'every=2,status=500',
    askings: 8,
    metric: /chat_provider_route_total\{[^}]*result="cooldown_skip"[^}]*\} [1-9]/,
    act: BLOCK,
    answer: 'either',
  },
];

export const RUNBOOK: CheckGroup = {
  title: 'The runbook',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    cooldownSec: 15,
    timeouts: { ...DEFAULT_TIMEOUTS, first_token_sec: 1.5 },
  },
  checks: ROWS.map(rowOf),
};

export const CANARY: CheckGroup = {
  title: 'A canary',
  settings: {
    primary: 'openai',
    fallback: 'anthropic',
    // Cooling and circuits keep a failing canary away before there is enough to conclude anything from.
    more: addressOf => ({
      providers: [
        { alias: 'primary', url: addressOf('primary'), key_env: 'WALL_KEY_PRIMARY' },
        { alias: 'fallback_1', url: addressOf('fallback'), key_env: 'WALL_KEY_FALLBACK' },
      ],
      routing: {
        cooldown_sec: 0,
        breaker: { enabled: false },
        health: { enabled: false },
        canary: { provider: 'fallback_1', enabled: false, share: 0.5, abort: { min_samples: 10 } },
      },
    }),
  },
  checks: [
    {
      numbers: ['R-OPS-1'],
      name: 'runbook: canary gone bad',
      answer: 'It ends by itself, the snapshot says so, and it is tried again only by a new override.',
      async run(world) {
        world.play('status=500', 'fallback');
        await operate(world, 'PUT', OVERRIDES, {
          kind: 'canary',
          enabled: true,
          provider: 'fallback_1',
          share: 0.5,
          ttl_sec: 600,
          reason: 'a new model',
        });
        const problems: string[] = [];
        const state = async (): Promise<string | undefined> => {
          const snapshot = (await operate(world, 'GET', '/internal/chat/providers')) as {
            readonly controls: { readonly canary: { readonly state: string } | null };
          };
          return snapshot.controls.canary?.state;
        };
        for (let done = 0; done < MOST_CANARY_TURNS && (await state()) !== 'aborted'; done += 40) {
          await Promise.all(Array.from({ length: 40 }, (_, index) => askInSession(world, `session-${done + index}`)));
        }
        if ((await state()) !== 'aborted') problems.push(`the canary is ${await state()}`);
        if (!/chat_provider_canary_abort_total\{[^}]*reason="errors"[^}]*\} 1/.test(await metricsOf(world))) {
          problems.push('chat_provider_canary_abort_total does not tell it');
        }
        await operate(world, 'PUT', OVERRIDES, { kind: 'canary', enabled: false, ttl_sec: 600, reason: 'aborted' });
        if (outcomeOf(await ask(world)) !== 'primary') problems.push('the primary is not first afterwards');
        await operate(world, 'DELETE', OVERRIDES);
        return problems;
      },
    },
  ],
};

const MOST_CANARY_TURNS = 800;

async function askInSession(world: World, session: string): Promise<void> {
  const body = { model: 'auto', user: session, messages: [{ role: 'user', content: world.question().text }] };
  await callHttp({
    url: `${world.url}/v1/chat/completions`,
    body,
    headers: { 'x-naru-session': session, 'x-naru-intent': 'GENERAL' },
  });
}
