import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = resolve(import.meta.dirname, '../../..');

interface Run {
  readonly out: string;
  readonly err: string;
  readonly code: number | null;
}

/** Runs the server or the command line as a process of its own, until `until` has been said or it ends. */
async function run(entry: string, args: readonly string[], env: Record<string, string>, until?: RegExp): Promise<Run> {
  const child = spawn(process.execPath, [join(import.meta.dirname, entry), ...args], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    if (!child.killed && until?.test(out)) child.kill('SIGTERM');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const { promise, resolve: ended } = Promise.withResolvers<number | null>();
  child.on('close', ended);
  return { code: await promise, out, err };
}

function setUp() {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-start-'));
  const env = { NARU_DATA_DIR: dataDir, NARU_PORT: '0', NARU_INTERNAL_PORT: '0' };
  return { dataDir, env, [Symbol.dispose]: () => rmSync(dataDir, { recursive: true, force: true }) };
}

const STARTED = /curl -s [^\n]+\n\n/;

describe('npm start (Q-RUN-1)', () => {
  it('prints addresses, one command to try, and the operator token once', async () => {
    using place = setUp();
    const { env } = place;
    const first = await run('main.ts', [], env, STARTED);
    assert.equal(first.code, 0, first.err);
    assert.match(first.out, /answers at +http:\/\/127\.0\.0\.1:\d+\//);
    const [token = ''] = /naru_op_[\w-]+/.exec(first.out) ?? [];
    assert.ok(token);

    const path = join(place.dataDir, 'operator-tokens.json');
    assert.doesNotMatch(readFileSync(path, 'utf8'), new RegExp(token));
    assert.equal(statSync(path).mode & 0o777, 0o600);

    const second = await run('main.ts', [], env, STARTED);
    assert.doesNotMatch(second.out, /naru_op_/);
    assert.match(second.out, /set since \d{4}-/);
  });

  it('ends with 2 and every mistake when the configuration is not valid (R-CFG-2)', async () => {
    using place = setUp();
    const { env } = place;
    const { code, err } = await run('main.ts', [], { ...env, NARU_PORT: 'eighty', LOG_LEVEL: 'loud' });
    assert.equal(code, 2);
    assert.match(err, /NARU_PORT[^]*LOG_LEVEL/);
  });

  it('says what to do when a port is taken', async () => {
    using place = setUp();
    const { env } = place;
    const { createServer } = await import('node:net');
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise(resolve => squatter.once('listening', resolve));
    const { port } = squatter.address() as { port: number };
    const { code, err } = await run('main.ts', [], { ...env, NARU_PORT: String(port) });
    squatter.close();
    assert.equal(code, 1);
    assert.match(err, /set NARU_PORT/);
  });
});

describe('the lock of the data directory', () => {
  it('lets no second server in, lets commands find the first, and is free after a stop', async () => {
    using place = setUp();
    const { env, dataDir } = place;
    const token = { NARU_OPERATOR_TOKEN: 'a-token-of-operators' };
    const server = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'] ?? '', ...env, ...token },
    });
    let said = '';
    for await (const text of server.stdout.setEncoding('utf8')) if (STARTED.test((said += text))) break;

    const second = await run('main.ts', [], env);
    assert.equal(second.code, 1);
    assert.match(second.err, new RegExp(`belongs to process ${server.pid}.*NARU_DATA_DIR`));
    const listed = await run('cli/naru.ts', ['providers', 'list'], { ...env, ...token });
    assert.equal(listed.code, 0, listed.err);
    assert.match(listed.out, /Policy default/);

    server.kill('SIGTERM');
    await new Promise(resolve => server.once('close', resolve));
    assert.equal(existsSync(join(dataDir, 'naru.lock')), false);
  });
});

describe('the command line', () => {
  it('prints the configuration without secrets', async () => {
    using place = setUp();
    const { env } = place;
    const secrets = { NARU_OPERATOR_TOKEN: 'a-secret-of-operators', NARU_API_KEYS: 'shop:a-secret-of-gateways' };
    const { code, out } = await run('cli/naru.ts', ['config', '--json'], { ...env, ...secrets });
    assert.equal(code, 0);
    assert.equal((JSON.parse(out) as { server: { port: number } }).server.port, 0);
    assert.doesNotMatch(out, /a-secret/);
  });

  it('makes a token of a role, and refuses a role that is none', async () => {
    using place = setUp();
    const { env } = place;
    const made = await run('cli/naru.ts', ['token', 'new', '--name', 'kim', '--role', 'viewer'], env);
    assert.match(made.out, /^naru_op_[\w-]+\n$/);
    const stored = JSON.parse(readFileSync(join(place.dataDir, 'operator-tokens.json'), 'utf8')) as {
      tokens: { role: string }[];
    };
    assert.deepEqual(
      stored.tokens.map(({ role }) => role),
      ['viewer'],
    );
    const refused = await run('cli/naru.ts', ['token', 'new', '--role', 'king'], env);
    assert.equal(refused.code, 1);
    assert.match(refused.err, /viewer, operator, admin/);
  });

  it('checks every dependency and says what to do about the one that fails', async () => {
    using place = setUp();
    const { env } = place;
    const well = await run('cli/naru.ts', ['check'], env);
    assert.equal(well.code, 0, well.out + well.err);
    const { code, out } = await run('cli/naru.ts', ['check'], { ...env, QS_LLM_URL: 'openai+http://127.0.0.1:1/v1#m' });
    assert.equal(code, 1);
    assert.match(out, /✗ provider primary[^]*ECONNREFUSED/);
  });
});
