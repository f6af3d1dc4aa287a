import { wideEventSchema, type EventKind } from '@naru/events';
import { accepted, askModelWith, aSubmitRequest, scriptedAssistant, setUpChat } from '@naru/chat/testing';
import { createSystemIds, systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { call, finish, say, scriptedModel } from '@naru/language-model/testing';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Registry } from 'prom-client';
import { z } from 'zod';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { EventTeller } from '../telemetry/events/event-teller.ts';
import { until } from '../testing/until.ts';
import { buildEvents } from './build-events.ts';
import { composeShop } from './testing/compose-shop.ts';
import { assertNothingPlanted, PLANTED, PLANTED_SENTENCE } from './testing/planted-words.ts';

const EVERYTHING = { NARU_EVENTS_SHARE: '1' };
const pageSchema = z.object({ events: z.array(z.looseObject({ kind: z.string(), route: z.string() })) });

/** The shop whose first provider is never there, with a key of the gateway. */
async function setUp() {
  const shop = await composeShop({
    ...EVERYTHING,
    // Nobody listens on port 1.
    QS_LLM_URL: 'openai+http://127.0.0.1:1/v1#nobody',
    QS_LLM_FALLBACK_URLS: 'toy',
    NARU_API_KEYS: `shop:${PLANTED.key}`,
  });
  const headers = {
    'content-type': 'application/json',
    'user-agent': `${PLANTED.mail} ${PLANTED.phone}`,
    'x-request-id': PLANTED.phone,
    'x-forwarded-for': PLANTED.phone,
    referer: `https://shop.example/${PLANTED.mail}`,
    cookie: `name=${PLANTED.key}`,
    tracestate: `shop=${PLANTED.key}`,
  };
  const post = async (path: string, body: object, more: Readonly<Record<string, string>> = {}) => {
    const init = { method: 'POST', headers: { ...headers, ...more }, body: JSON.stringify(body) };
    const response = await fetch(shop.publicUrl + path, init);
    return { status: response.status, text: await response.text() };
  };
  const events = async () => {
    const response = await fetch(`${shop.internalUrl}/internal/events?limit=1000`);
    assert.equal(response.status, 200);
    return pageSchema.parse(await response.json()).events;
  };
  /** Waits until work of all these kinds is in the store. */
  const eventsOf = async (routes: readonly string[]) => {
    await until(async () => {
      const told = new Set((await events()).map(({ route }) => route));
      return routes.every(route => told.has(route));
    });
    return events();
  };
  return { ...shop, post, events, eventsOf };
}

it('every event that the server emits keeps to the schema and holds nothing of what customers and keys say (E-EVT-1)', async () => {
  await using shop = await setUp();
  const { post, internalUrl, eventsOf, logger } = shop;

  const json = await post('/v1/chat', { message: PLANTED_SENTENCE, session_id: PLANTED.phone });
  assert.equal(json.status, 200, json.text);
  const parts = [{ type: 'text', text: PLANTED_SENTENCE }];
  const stream = await post('/v1/chat/stream', {
    id: PLANTED.mail,
    messages: [{ id: PLANTED.name, role: 'user', parts }],
  });
  assert.match(stream.text, /\[DONE\]/);
  const completion = { model: 'auto', messages: [{ role: 'user', content: PLANTED_SENTENCE }], user: PLANTED.mail };
  const authorization = `Bearer ${PLANTED.key}`;
  assert.equal((await post('/v1/chat/completions', completion, { authorization })).status, 200);
  assert.equal(
    (await post('/v1/chat/completions', { ...completion, model: PLANTED.name }, { authorization })).status,
    404,
  );
  assert.equal((await post(`/v1/nothing/${PLANTED.phone}?mail=${PLANTED.mail}`, {})).status, 404);
  const override = { kind: 'block', provider: 'primary', ttl_sec: 60, reason: PLANTED_SENTENCE };
  const blocked = await fetch(`${internalUrl}/internal/chat/providers/overrides`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(override),
  });
  assert.equal(blocked.status, 200, await blocked.text());

  const told = await eventsOf([
    '/v1/chat',
    '/v1/chat/stream',
    '/v1/chat/completions',
    '/internal/chat/providers/overrides',
    'chat/support',
    'override/block',
  ]);
  for (const event of told) {
    const read = wideEventSchema.safeParse(event);
    assert.ok(read.success, `${event.kind} ${event.route}: ${read.error && z.prettifyError(read.error)}`);
    assertNothingPlanted(`${event.kind} ${event.route}`, event);
  }
  const kinds = new Set(told.map(({ kind }) => kind));
  const expected: readonly EventKind[] = ['http-request', 'chat-turn', 'model-attempt', 'decision', 'override'];
  for (const kind of expected) assert.ok(kinds.has(kind), kind);
  const decisions = told.flatMap(event => wideEventSchema.parse(event).decision ?? []);
  assert.ok(
    decisions.some(({ failedOver }) => failedOver),
    'the first provider is not there',
  );
  assert.ok(told.some(event => wideEventSchema.parse(event).tenant === 'shop'));
  assert.ok(logger.entries.length > 0);
  assertNothingPlanted('the log', logger.entries);
});

it('what is told of tools keeps to the schema and holds neither what went in nor what came out (E-EVT-1)', async () => {
  await using opening = new AsyncDisposableStack();
  const dataDir = opening.adopt(mkdtempSync(join(tmpdir(), 'naru-tools-')), path =>
    rmSync(path, { recursive: true, force: true }),
  );
  const sources = { env: { ...EVERYTHING, NARU_DATA_DIR: dataDir }, readFile: () => undefined };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok', JSON.stringify(loaded));
  const logger = recordingLogger();
  const world = { clock: systemClock, random: systemRandom, ids: createSystemIds(), logger };
  const events = await buildEvents({
    config: new LiveConfig(sources, loaded).current,
    version: '0.1.0',
    registry: new Registry(),
    opening,
    ...world,
  });
  const teller = new EventTeller({ events: events.emitter, ...world });
  const model = scriptedModel('primary', [
    [
      call('find_customer', { name: PLANTED.name, phone: PLANTED.phone }),
      call('find_customer', { mail: PLANTED.mail }),
      call(PLANTED.name, { key: PLANTED.key }),
      { ...finish, reason: { unified: 'tool-calls', raw: 'tool_calls' } },
    ],
    [say('찾았습니다.'), finish],
  ]);
  const answers = [{ kind: 'result', resultText: PLANTED_SENTENCE, shown: { name: PLANTED.name } } as const];
  const tool = {
    name: 'find_customer',
    description: 'Finds a customer.',
    inputSchema: { type: 'object' },
    hasSideEffects: false,
    statusLabel: '찾고 있습니다.',
    async run() {
      const answer = answers.shift();
      if (!answer) throw new Error(PLANTED_SENTENCE);
      return answer;
    },
  };
  const chat = setUpChat({
    model,
    assistants: [scriptedAssistant(question => askModelWith({ tools: [tool], maxToolDepth: 2 }, question))],
    observer: teller.turns,
  });
  const stream = accepted(await chat.engine.submit(aSubmitRequest({ text: PLANTED_SENTENCE })));
  await stream.ended;

  const find = () => events.archive.find({ order: 'oldest-first', limit: 1_000, after: undefined });
  await until(async () => (await find()).some(({ kind }) => kind === 'chat-turn'));
  const told = await find();
  for (const event of told) {
    wideEventSchema.parse(event);
    assertNothingPlanted(`${event.kind} ${event.route}`, event);
  }
  const calls = told.filter(({ kind }) => kind === 'tool-call');
  assert.deepEqual(
    calls.map(({ route, outcome, error }) => [route, outcome, error?.code]),
    [
      ['tool/find_customer', 'ok', undefined],
      ['tool/find_customer', 'failed', 'TOOL_FAILED'],
      ['tool/unknown', 'refused', undefined],
    ],
  );
  assert.equal(calls[0]?.fields?.['tool.output_length'], PLANTED_SENTENCE.length);
  assertNothingPlanted('the log', [...logger.entries, ...chat.logger.entries]);
});
