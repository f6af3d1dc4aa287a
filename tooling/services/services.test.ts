import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';

function setUp(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'naru-services-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'run'));
  const run = (...words: readonly string[]) => {
    const env = { ...process.env, NARU_SERVICES_DIR: folder };
    const { status, stdout, stderr } = spawnSync('bash', [`${import.meta.dirname}/services.sh`, ...words], { env });
    return { status, stdout: String(stdout), stderr: String(stderr) };
  };
  /** A process that an earlier run is said to have started at that time, in the kernel's ticks. */
  const aProcess = (service: string, beganAt: (real: string) => string): ChildProcess => {
    const child = spawn('sleep', ['60'], { stdio: 'ignore' });
    t.after(() => child.kill('SIGKILL'));
    const real = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ')[21] ?? '';
    writeFileSync(join(folder, 'run', `${service}.pid`), `${child.pid} ${beganAt(real)}\n`);
    return child;
  };
  return { run, aProcess };
}

/** Not `kill(0)`: who has ended and is not yet collected still answers that. */
function lives({ pid }: ChildProcess): boolean {
  const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[2];
  return state !== 'Z';
}

describe('npm run services', { skip: process.platform !== 'linux' && 'skipped: the services are for Linux' }, () => {
  it('refuses a name that it does not know, and says which there are', t => {
    const { status, stderr } = setUp(t).run('postgres', 'oracle');
    assert.equal(status, 2);
    assert.match(stderr, /no service 'oracle'.*redis postgres kafka mongodb/);
  });

  it('ends what an earlier run started', t => {
    const { run, aProcess } = setUp(t);
    const own = aProcess('redis', real => real);
    assert.deepEqual(run('stop', 'redis'), { status: 0, stdout: 'redis: stopped\n', stderr: '' });
    assert.equal(lives(own), false);
  });

  it('leaves a stranger alone that has the number of one which ended long ago', t => {
    const { run, aProcess } = setUp(t);
    const stranger = aProcess('redis', real => `${Number(real) - 1}`);
    assert.match(run('stop', 'redis').stdout, /nothing was started here/);
    assert.equal(lives(stranger), true);
  });

  it('has nothing to stop where nothing was started', t => {
    const { status, stdout } = setUp(t).run('stop');
    assert.equal(status, 0);
    for (const name of ['chromium', 'redis', 'postgres', 'kafka', 'mongodb'])
      assert.match(stdout, new RegExp(`^${name}: no`, 'm'));
  });
});
