import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { CachedAnswer, SemanticCachePort } from '../ports/semantic-cache.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

export interface OpenSemanticCache {
  readonly cache: SemanticCachePort;
  /** Lets at least the cache's time to live pass. */
  readonly outlive: () => Promise<void>;
}

const answerOf = (text: string): CachedAnswer => ({
  text,
  citations: [{ n: 1, title: '배송 "기간"', docId: 'shipping/time', anchor: 'days', quote: '출고 후\n이틀 🙂' }],
  provider: 'primary',
  model: 'toy',
});

/** What every `SemanticCachePort` must do. Each implementation's test calls this once. */
export function describeSemanticCache(
  name: string,
  open: (t: TestContext) => OpenSemanticCache | Promise<OpenSemanticCache>,
): void {
  describe(`${name} (SemanticCachePort contract)`, () => {
    it('gives an answer back whole, and nothing for another key', async t => {
      const { cache } = await open(t);
      await cache.write('key-1', answerOf('이틀이 걸립니다. [1]'));
      assert.deepEqual(await cache.read('key-1'), answerOf('이틀이 걸립니다. [1]'));
      assert.equal(await cache.read('key-2'), undefined);
    });

    it('gives the answer that was written last', async t => {
      const { cache } = await open(t);
      await cache.write('key-1', answerOf('처음'));
      await cache.write('key-1', answerOf('나중'));
      assert.equal((await cache.read('key-1'))?.text, '나중');
    });

    it('lets go of what is older than its time to live', async t => {
      const { cache, outlive } = await open(t);
      await cache.write('key-1', answerOf('이틀'));
      await outlive();
      assert.equal(await cache.read('key-1'), undefined);
    });

    it('keeps hostile keys and texts apart', async t => {
      const { cache } = await open(t);
      for (const text of HOSTILE_TEXTS) await cache.write(text, answerOf(text));
      for (const text of HOSTILE_TEXTS) assert.deepEqual(await cache.read(text), answerOf(text));
    });
  });
}
