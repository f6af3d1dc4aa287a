import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { watchArticleFolder } from './watch-article-folder.ts';

const INTERVAL_MS = 1_000;

async function setUp(t: TestContext, onChange: () => Promise<unknown> = async () => {}) {
  const folder = await temporaryFolder(t);
  await folder.fill([{ path: 'a.md', text: 'one' }]);
  const clock = new FakeClock();
  const log = recordingLogger();
  let changes = 0;
  const watch = watchArticleFolder({
    folder: folder.path,
    clock,
    intervalMs: INTERVAL_MS,
    logger: log,
    onChange: async () => {
      changes += 1;
      await onChange();
    },
  });
  t.after(() => watch.stop());
  /** Lets one look happen and end: the next one is due only after it. */
  const look = async (): Promise<void> => {
    while (clock.pending === 0) await new Promise<void>(resolve => setImmediate(resolve));
    await clock.advance(INTERVAL_MS);
    while (clock.pending === 0) await new Promise<void>(resolve => setImmediate(resolve));
  };
  await look();
  return { folder, clock, watch, look, log, changes: () => changes };
}

describe('watchArticleFolder', () => {
  it('says nothing while nothing changes', async t => {
    const { look, changes } = await setUp(t);
    await look();
    await look();
    assert.equal(changes(), 0);
  });

  it('tells once of a change, after it came to rest', async t => {
    const { folder, look, changes } = await setUp(t);
    await folder.fill([
      { path: 'a.md', text: 'one' },
      { path: 'b.md', text: 'new' },
    ]);
    await look();
    assert.equal(changes(), 0, 'not before it rests');
    await look();
    await look();
    assert.equal(changes(), 1);
  });

  it('waits while files are still being written', async t => {
    const { folder, look, changes } = await setUp(t);
    for (const text of ['h', 'ha', 'hal', 'half']) {
      await folder.fill([{ path: 'a.md', text: `longer ${text}` }]);
      await look();
    }
    assert.equal(changes(), 0);
    await look();
    assert.equal(changes(), 1);
  });

  it('tells of a file that is gone', async t => {
    const { folder, look, changes } = await setUp(t);
    await folder.fill([]);
    await look();
    await look();
    assert.equal(changes(), 1);
  });

  it('goes on after a change that could not be taken over, and logs it', async t => {
    const { folder, look, log, changes } = await setUp(t, () => Promise.reject(new Error('half an article')));
    for (const text of ['first change', 'the second change']) {
      await folder.fill([{ path: 'a.md', text }]);
      await look();
      await look();
    }
    assert.equal(changes(), 2);
    assert.equal(log.entries.filter(({ level }) => level === 'error').length, 2);
  });

  it('keeps quiet while the folder is gone, and tells when it is back with other articles', async t => {
    const { folder, look, log, changes } = await setUp(t);
    await folder.remove();
    await look();
    await look();
    assert.equal(changes(), 0);
    assert.ok(log.entries.some(({ level }) => level === 'warn'));
    await folder.fill([{ path: 'other.md', text: 'other' }]);
    await look();
    await look();
    assert.equal(changes(), 1);
  });

  it('leaves no timer behind', async t => {
    const { watch, clock } = await setUp(t);
    await watch.stop();
    assert.equal(clock.pending, 0);
  });
});
