import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { systemClock } from '@naru/kernel';
import { loadConfig } from '../config/index.ts';
import { takeInstanceLock } from '../instance-lock/instance-lock.ts';
import type { CheckResult } from './checks/check.ts';
import { runChecks } from './run-checks.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
/** Nobody listens there, and nobody may without being root. */
const NOBODY = '127.0.0.1:1';

function setUp(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-checks-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const usual = {
    NARU_DATA_DIR: dataDir,
    NARU_PORT: '0',
    NARU_INTERNAL_PORT: '0',
    NARU_KNOWLEDGE_DIR: join(ROOT, 'knowledge'),
    NARU_REPORTS_DIR: join(ROOT, 'reports'),
  };
  const check = async (env: Readonly<Record<string, string>> = {}, file?: string): Promise<readonly CheckResult[]> => {
    const loaded = loadConfig({ env: { ...usual, ...env }, readFile: () => file });
    assert.ok(loaded.kind === 'ok', JSON.stringify(loaded));
    return runChecks(loaded.config);
  };
  return { dataDir, check };
}

async function listening(t: TestContext, server: Server): Promise<number> {
  t.after(() => server.close());
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

function failed(results: readonly CheckResult[]): readonly string[] {
  return results.filter(({ problem }) => problem !== null).map(({ name }) => name);
}

describe('naru check', () => {
  it('finds nothing wrong with the defaults', async t => {
    const { check } = setUp(t);
    const results = await check();
    assert.deepEqual(failed(results), []);
    const kinds = ['data directory', 'public address', 'internal address', 'database', 'articles', 'sample reports'];
    for (const kind of [...kinds, 'provider primary']) {
      assert.ok(
        results.some(({ name }) => name.startsWith(kind)),
        kind,
      );
    }
  });

  it('names each dependency that is away, why, and what to do', async t => {
    const { check } = setUp(t);
    const results = await check({
      QS_LLM_URL: `openai+http://${NOBODY}/v1#m`,
      REDIS_URL: `redis://user:password@${NOBODY}`,
      NARU_USER_JWKS_URL: `http://${NOBODY}/keys`,
      KAFKA_BROKERS: NOBODY,
      MONGODB_URL: `mongodb://user:password@${NOBODY}/events`,
      NARU_NOTICE_WEBHOOK: `http://${NOBODY}/hooks/password`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://${NOBODY}`,
      NARU_KNOWLEDGE_DIR: '/nowhere',
      NARU_REPORTS_DIR: '/nowhere',
    });
    assert.deepEqual(failed(results), [
      'articles in /nowhere',
      'sample reports in /nowhere',
      `provider primary (openai at ${NOBODY})`,
      `Redis at ${NOBODY}`,
      `Kafka at ${NOBODY}`,
      `MongoDB at ${NOBODY}`,
      `notices to ${NOBODY}`,
      `traces to ${NOBODY}`,
      `the shop's keys at ${NOBODY}`,
    ]);
    for (const { name, problem, advice } of results.filter(result => result.problem !== null)) {
      assert.ok(problem && advice.length > 20);
      assert.ok(!`${name} ${problem} ${advice}`.includes('password'));
    }
    assert.match(results.find(({ name }) => name.startsWith('provider'))?.problem ?? '', /ECONNREFUSED/);
  });

  it('sees a port that another program has, but not the server’s own', async t => {
    const { check, dataDir } = setUp(t);
    const port = await listening(t, createServer());
    const taken = await check({ NARU_PORT: String(port) });
    assert.deepEqual(failed(taken), [`public address 127.0.0.1:${port}`]);
    assert.match(taken.find(({ problem }) => problem)?.problem ?? '', /EADDRINUSE/);
    const lock = takeInstanceLock(dataDir, systemClock.now());
    assert.ok(lock.kind === 'taken');
    using _lock = lock.lock;
    assert.deepEqual(failed(await check({ NARU_PORT: String(port) })), []);
  });

  it('says that a provider is there and may still want a key', async t => {
    const { check } = setUp(t);
    const port = await listening(t, createServer());
    const results = await check({ QS_LLM_URL: `openai+http://127.0.0.1:${port}/v1#m` });
    const provider = results.find(({ name }) => name.startsWith('provider'));
    assert.equal(provider?.problem, null);
    assert.match(provider.warning ?? '', /No key is set.*NARU_KEY_PRIMARY/);
  });

  it('takes no https that speaks no TLS for well', async t => {
    const { check } = setUp(t);
    const plain = createServer(socket => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const port = await listening(t, plain);
    const results = await check({ QS_LLM_URL: `openai+https://127.0.0.1:${port}/v1#m` });
    assert.deepEqual(failed(results), [`provider primary (openai at 127.0.0.1:${port})`]);
  });

  it('looks whether the shop’s keys are keys', async t => {
    const { check } = setUp(t);
    const answers: readonly (readonly [number, string, string | null])[] = [
      [200, '{"keys":[{"kty":"RSA"}]}', null],
      [200, '{"keys":[]}', 'what it answers holds no keys'],
      [200, '<html>', 'what it answers holds no keys'],
      [404, '', 'it answered 404'],
    ];
    for (const [status, body, problem] of answers) {
      const port = await listening(
        t,
        createHttpServer((_request, response) => response.writeHead(status, { connection: 'close' }).end(body)),
      );
      const results = await check({ NARU_USER_JWKS_URL: `http://127.0.0.1:${port}/keys` });
      assert.equal(results.find(({ name }) => name.startsWith("the shop's keys"))?.problem, problem, body);
    }
  });

  it('names the sample report that is wrong, with its line', async t => {
    const { check, dataDir } = setUp(t);
    writeFileSync(join(dataDir, 'a.md'), '# 제목\n');
    const results = await check({ NARU_REPORTS_DIR: dataDir });
    assert.match(
      results.find(({ name }) => name.startsWith('sample reports'))?.problem ?? '',
      /a\.md:1: .*\(and \d more\)/,
    );
  });
});
