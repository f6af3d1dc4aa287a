import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { lockHolderOf, takeInstanceLock, type InstanceLock } from './instance-lock.ts';
import { processStartOf } from './lock-holder.ts';

function setUp(t: TestContext) {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-lock-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const path = join(dataDir, 'naru.lock');
  const leave = (holder: object | string): void =>
    writeFileSync(path, typeof holder === 'string' ? holder : JSON.stringify(holder));
  const take = (): InstanceLock => {
    const outcome = takeInstanceLock(dataDir, 1_000);
    assert.ok(outcome.kind === 'taken', 'the lock is held');
    return outcome.lock;
  };
  return { dataDir, path, leave, take };
}

/** The number of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock of a data directory', () => {
  it('is held by one until it is given back, and leaves nothing behind', t => {
    const { dataDir, path, take } = setUp(t);
    const lock = take();
    assert.equal(statSync(path).mode & 0o777, 0o600);
    const second = takeInstanceLock(dataDir, 2_000);
    assert.ok(second.kind === 'held');
    assert.deepEqual([second.holder.pid, second.holder.startedAt], [process.pid, '1970-01-01T00:00:01.000Z']);
    lock[Symbol.dispose]();
    assert.deepEqual(readdirSync(dataDir), []);
    take()[Symbol.dispose]();
  });

  it('tells where its holder listens', t => {
    const { dataDir, take } = setUp(t);
    using lock = take();
    assert.equal(lockHolderOf(dataDir)?.internalUrl, undefined);
    lock.announce('http://127.0.0.1:4711');
    assert.equal(lockHolderOf(dataDir)?.internalUrl, 'http://127.0.0.1:4711');
  });

  it('of a process that has died is taken over', async t => {
    const { dataDir, leave, take } = setUp(t);
    leave({ pid: await deadPid(), startedAt: '2026-11-20T00:00:00Z' });
    assert.equal(lockHolderOf(dataDir), undefined);
    using _lock = take();
    assert.equal(lockHolderOf(dataDir)?.pid, process.pid);
  });

  it('of a process whose number another one has now is taken over', t => {
    const { leave, take } = setUp(t);
    if (processStartOf(process.pid) === undefined)
      return t.diagnostic('this system does not tell when processes start');
    leave({ pid: process.pid, processStart: '1', startedAt: '2026-11-20T00:00:00Z' });
    using _lock = take();
  });

  it('that runs is respected, also where another account runs it', t => {
    const { dataDir, leave } = setUp(t);
    // The first process of the system is always there, and not ours to signal.
    leave({ pid: 1, processStart: processStartOf(1), startedAt: '2026-11-20T00:00:00Z' });
    assert.equal(takeInstanceLock(dataDir, 0).kind, 'held');
  });

  for (const text of ['', '{', '[]', '{"pid":-1,"startedAt":"x"}', '{"pid":"1"}']) {
    it(`that says nothing is taken over: ${text}`, t => {
      const { leave, take } = setUp(t);
      leave(text);
      using _lock = take();
    });
  }

  it('that was taken away by hand is not given back for another one', t => {
    const { path, leave, take } = setUp(t);
    const lock = take();
    leave({ pid: 1, startedAt: 'another' });
    lock.announce('http://127.0.0.1:1');
    lock[Symbol.dispose]();
    assert.match(readFileSync(path, 'utf8'), /another/);
  });
});
