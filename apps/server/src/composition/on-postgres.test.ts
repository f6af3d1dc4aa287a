import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { it, type TestContext } from 'node:test';
import { createSystemIds, systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { aPostgresUrl, describeWithPostgres, FaultProxy, POSTGRES_ADDRESS } from '@naru/sql/testing';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { createBrowser } from '../testing/browser.ts';
import { until } from '../testing/until.ts';
import { compose } from './compose.ts';
import { runChecks } from './run-checks.ts';
import { stopGracefully } from './stop-gracefully.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const SHIPPING = '배송은 얼마나 걸리나요?';
const DRAIN = { act: { kind: 'drain', provider: 'primary' }, ttlMs: 600_000, reason: '점검' } as const;

/** An instance of the whole server with its own data directory, listening, over that database. */
async function startOn(t: TestContext, databaseUrl: string) {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-on-postgres-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const sources = {
    env: {
      NARU_DATA_DIR: dataDir,
      NARU_KNOWLEDGE_DIR: join(ROOT, 'knowledge'),
      NARU_OPERATOR_TOKEN: 'off',
      DATABASE_URL: databaseUrl,
    },
    readFile: () => undefined,
  };
  const loaded = loadConfig(sources);
  assert.ok(loaded.kind === 'ok');
  const logger = recordingLogger();
  const world = { clock: systemClock, random: systemRandom, ids: createSystemIds(), logger };
  const startedAtMs = performance.now();
  const app = await compose(new LiveConfig(sources, loaded), world);
  const startedMs = performance.now() - startedAtMs;
  const url = await app.face.publicListener.http.listen({ host: '127.0.0.1', port: 0 });
  const { face, chat } = app;
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopping ??= stopGracefully({ face, chat, clock: systemClock, logger, patienceMs: 5_000 }).then(() =>
      app[Symbol.asyncDispose](),
    );
    return stopping;
  };
  const ready = () => app.face.internalListener.http.inject({ url: '/readyz' });
  return { app, url, dataDir, config: loaded.config, startedMs, ready, stop, [Symbol.asyncDispose]: stop };
}

async function aProxy(t: TestContext): Promise<FaultProxy> {
  const proxy = new FaultProxy(POSTGRES_ADDRESS);
  await proxy.start();
  t.after(() => proxy.stop());
  return proxy;
}

/** A customer, who keeps the cookie from one instance to the next. */
function aCustomer() {
  const jar = new Map<string, string>();
  const send = async (url: string, path: string, init: RequestInit = {}): Promise<Response> => {
    const browser = createBrowser(url);
    for (const [name, value] of jar) browser.cookies.set(name, value);
    const response = await browser.fetch(`${url}${path}`, init);
    for (const [name, value] of browser.cookies) jar.set(name, value);
    return response;
  };
  const ask = (url: string, text: string, id = 'm1') =>
    send(url, '/v1/chat/stream', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'my-chat', messages: [{ id, role: 'user', parts: [{ type: 'text', text }] }] }),
    });
  const get = (url: string, path: string, headers: Record<string, string> = {}) => send(url, path, { headers });
  return { ask, get };
}

const wordsOf = (stream: string): string =>
  [...stream.matchAll(/^data: (\{.*"type":"text-delta".*\})$/gm)]
    .map(([, data = '']) => (JSON.parse(data) as { delta: string }).delta)
    .join('');

describeWithPostgres('a server on PostgreSQL', () => {
  it('answers a question, and shows the conversation after a restart, with nothing in a file', async t => {
    const databaseUrl = await aPostgresUrl(t);
    const customer = aCustomer();
    await using first = await startOn(t, databaseUrl);
    const answer = wordsOf(await (await customer.ask(first.url, SHIPPING)).text());
    assert.ok(answer.length > 10, answer);
    assert.equal(existsSync(join(first.dataDir, 'naru.db')), false);
    await first.stop();

    await using second = await startOn(t, databaseUrl);
    const history = await (await customer.get(second.url, '/v1/chat/my-chat')).text();
    assert.ok(history.includes(SHIPPING) && history.includes(answer.slice(0, 10)), history);
    const next = await customer.ask(second.url, '반품은 어떻게 하나요?', 'm2');
    assert.ok(wordsOf(await next.text()).length > 10);
  });

  it('goes on with an answer where the connection was lost (C-SSE-2)', async t => {
    const customer = aCustomer();
    await using server = await startOn(t, await aPostgresUrl(t));
    const whole = await (await customer.ask(server.url, SHIPPING)).text();
    const ids = [...whole.matchAll(/^id: (.+)$/gm)].map(([, id = '']) => id);
    const resumed = await customer.get(server.url, '/v1/chat/my-chat/stream', { 'last-event-id': ids[3]! });
    assert.equal(resumed.status, 200);
    assert.match(await resumed.text(), new RegExp(`^id: ${ids[4]}$`, 'm'));
  });

  it('answers a message once, though it is sent to two instances at once (C-TURN-4)', async t => {
    const databaseUrl = await aPostgresUrl(t);
    const customer = aCustomer();
    await using one = await startOn(t, databaseUrl);
    await using other = await startOn(t, databaseUrl);
    await customer.get(one.url, '/v1/page');
    const outcomes = await Promise.all([customer.ask(one.url, SHIPPING), customer.ask(other.url, SHIPPING)]);
    await Promise.all(outcomes.map(response => response.text()));
    assert.ok(outcomes.some(({ status }) => status === 200));
    for (const { url } of [one, other]) {
      const history = (await (await customer.get(url, '/v1/chat/my-chat')).json()) as { messages: { role: string }[] };
      assert.deepEqual(
        history.messages.map(({ role }) => role),
        ['user', 'assistant'],
      );
    }
  });

  it('keeps overrides over a restart (R-OPS-1)', async t => {
    const databaseUrl = await aPostgresUrl(t);
    await using first = await startOn(t, databaseUrl);
    assert.equal(first.app.router.overrides.put(DRAIN, '김').kind, 'made');
    await first.stop();
    await using second = await startOn(t, databaseUrl);
    assert.deepEqual(
      second.app.router.overrides.list().map(({ act, author }) => [act.kind, author]),
      [['drain', '김']],
    );
  });
});

describeWithPostgres('a server whose PostgreSQL is away (X1)', () => {
  it('starts within two seconds, says why it is not ready, and is once the database is there', async t => {
    const proxy = await aProxy(t);
    const databaseUrl = await aPostgresUrl(t, proxy);
    await using before = await startOn(t, databaseUrl);
    before.app.router.overrides.put(DRAIN, '김');
    await before.stop();

    await proxy.stop();
    await using server = await startOn(t, databaseUrl);
    assert.ok(server.startedMs < 2_000, `${server.startedMs} ms`);
    const away = await server.ready();
    assert.equal(away.statusCode, 503);
    assert.deepEqual(away.json(), {
      status: 'not_ready',
      reasons: [{ name: 'database', reason: 'not reachable; it is tried again and again' }],
    });
    assert.deepEqual(server.app.router.overrides.list(), []);

    await proxy.start();
    await until(() => server.app.router.overrides.list().length === 1);
    assert.equal((await server.ready()).statusCode, 200);
    const customer = aCustomer();
    assert.ok(wordsOf(await (await customer.ask(server.url, SHIPPING)).text()).length > 10);
    await server.stop();
  });

  it('loses no answer when the database goes away for a second while it is given', async t => {
    const proxy = await aProxy(t);
    await using server = await startOn(t, await aPostgresUrl(t, proxy));
    const customer = aCustomer();
    const response = await customer.ask(server.url, SHIPPING);
    await proxy.stop();
    const back = systemClock.sleep(1_000).then(() => proxy.start());
    const text = await response.text();
    await back;
    assert.match(text, /"type":"finish"[^]*\[DONE\]/);
    const history = await (await customer.get(server.url, '/v1/chat/my-chat')).text();
    assert.ok(history.includes(wordsOf(text).slice(0, 10)), history);
  });

  it('is named by naru check, with what to do, and without its password', async t => {
    const proxy = await aProxy(t);
    await using server = await startOn(t, await aPostgresUrl(t, proxy));
    await server.stop();
    const databaseOf = async () =>
      (await runChecks(server.config)).find(({ name }) => name.startsWith('PostgreSQL at'))!;
    assert.equal((await databaseOf()).problem, null);
    await proxy.stop();
    const { name, problem, advice } = await databaseOf();
    assert.match(problem ?? '', /ECONNREFUSED/);
    assert.match(advice, /DATABASE_URL/);
    assert.doesNotMatch(`${name} ${problem} ${advice}`, /naru:naru/);
  });
});
