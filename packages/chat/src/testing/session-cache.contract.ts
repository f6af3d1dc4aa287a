import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { CachedTurns, SessionCachePort } from '../ports/session-cache.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

export interface OpenSessionCache {
  readonly cache: SessionCachePort;
  /** Lets at least the cache's time to live pass. */
  readonly outlive: () => Promise<void>;
}

const turnsOf = (sequence: number, answer = '이틀이 걸립니다.'): CachedTurns => ({
  sequence,
  turns: [{ turnId: `turn-${sequence}`, question: '배송은 "얼마나"\n걸리나요? 🙂', answer }],
});

/** What every `SessionCachePort` must do. Each implementation's test calls this once. */
export function describeSessionCache(
  name: string,
  open: (t: TestContext) => OpenSessionCache | Promise<OpenSessionCache>,
): void {
  describe(`${name} (SessionCachePort contract)`, () => {
    it('gives back what was written, and nothing for another session', async t => {
      const { cache } = await open(t);
      await cache.write('one', turnsOf(1));
      assert.deepEqual(await cache.read('one'), turnsOf(1));
      assert.equal(await cache.read('two'), undefined);
    });

    it('keeps the higher sequence, in whatever order they are written', async t => {
      const { cache } = await open(t);
      await cache.write('one', turnsOf(2));
      await cache.write('one', turnsOf(1));
      assert.equal((await cache.read('one'))?.sequence, 2);
      await cache.write('one', turnsOf(10));
      await cache.write('one', turnsOf(9));
      assert.equal((await cache.read('one'))?.sequence, 10);
      await cache.write('one', turnsOf(10, '다른 답'));
      assert.equal((await cache.read('one'))?.turns[0]?.answer, '다른 답', 'the same sequence may be written again');
    });

    it('keeps the highest of many that are written at once', async t => {
      const { cache } = await open(t);
      await Promise.all(Array.from({ length: 20 }, (_, sequence) => cache.write('one', turnsOf((sequence * 7) % 20))));
      assert.equal((await cache.read('one'))?.sequence, 19);
    });

    it('forgets, and takes anything afterwards', async t => {
      const { cache } = await open(t);
      await cache.write('one', turnsOf(5));
      await cache.forget('one');
      await cache.forget('nobody');
      assert.equal(await cache.read('one'), undefined);
      await cache.write('one', turnsOf(1));
      assert.equal((await cache.read('one'))?.sequence, 1);
    });

    it('lets go of what is older than its time to live', async t => {
      const { cache, outlive } = await open(t);
      await cache.write('one', turnsOf(5));
      await outlive();
      assert.equal(await cache.read('one'), undefined);
    });

    it('keeps hostile session ids and texts apart', async t => {
      const { cache } = await open(t);
      for (const [index, text] of HOSTILE_TEXTS.entries()) await cache.write(text, turnsOf(index, text));
      for (const [index, text] of HOSTILE_TEXTS.entries())
        assert.deepEqual(await cache.read(text), turnsOf(index, text));
    });
  });
}
