import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { createSystemIds, systemClock, systemRandom } from '@naru/kernel';
import { recordingLogger } from '@naru/kernel/testing';
import { LiveConfig, loadConfig } from '../config/index.ts';
import { compose } from './compose.ts';

const KNOWLEDGE = resolve(import.meta.dirname, '../../../../knowledge');
const OVERRIDE = { act: { kind: 'drain', provider: 'primary' }, ttlMs: 60_000, reason: '점검' } as const;

const isLoaded = (): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some(path => path.includes('ioredis'));

/** The whole application over embedded defaults. */
async function setUp(env: Readonly<Record<string, string>> = {}) {
  const opened = new AsyncDisposableStack();
  const dataDir = opened.adopt(mkdtempSync(join(tmpdir(), 'naru-shared-')), path =>
    rmSync(path, { recursive: true, force: true }),
  );
  const sources = {
    env: { NARU_DATA_DIR: dataDir, NARU_KNOWLEDGE_DIR: KNOWLEDGE, NARU_OPERATOR_TOKEN: 'off', ...env },
    readFile: () => undefined,
  };
  const outcome = loadConfig(sources);
  assert.ok(outcome.kind === 'ok');
  const world = { clock: systemClock, random: systemRandom, ids: createSystemIds(), logger: recordingLogger() };
  const app = opened.use(await compose(new LiveConfig(sources, outcome), world));
  const get = (url: string) => app.face.internalListener.http.inject({ url });
  return { app, get, warnings: outcome.warnings, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

/** A place where nobody listens. */
async function deadUrl(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return `redis://hush:hush@127.0.0.1:${port}`;
}

describe('a server by itself', () => {
  it('loads nothing of Redis and says nothing of it', async () => {
    await using server = await setUp();
    assert.deepEqual((await server.get('/readyz')).json(), { status: 'ready', reasons: [] });
    assert.doesNotMatch((await server.get('/metrics')).body, /chat_provider_shared_state_up/);
    assert.equal(isLoaded(), false);
  });
});

describe('a server whose Redis is away (R-HLT-6)', () => {
  it('starts, is ready and says what it lacks, and counts it', async () => {
    await using server = await setUp({ REDIS_URL: await deadUrl() });
    assert.deepEqual(server.warnings, []);
    const response = await server.get('/readyz');
    assert.equal(response.statusCode, 200);
    const reason = 'not reachable; this instance goes on alone';
    assert.deepEqual(response.json(), { status: 'ready', reasons: [{ name: 'redis', reason }] });
    assert.equal(server.app.router.overrides.put(OVERRIDE, '운영자').kind, 'made');
    const metrics = (await server.get('/metrics')).body;
    assert.match(metrics, /^chat_provider_shared_state_up 0$/m);
    assert.match(metrics, /^chat_provider_shared_state_connection_failures [1-9]/m);
  });
});
