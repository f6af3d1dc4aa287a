import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { WatermarkStore } from '../ports/watermark-store.ts';

/** What every `WatermarkStore` must do. Each implementation's test calls this once. */
export function describeWatermarkStore(
  name: string,
  setUp: (t: TestContext) => WatermarkStore | Promise<WatermarkStore>,
): void {
  describe(`${name} (WatermarkStore contract)`, () => {
    it('knows nothing of a producer at first', async t => {
      assert.deepEqual(await (await setUp(t)).read('constructor'), []);
    });

    it('merges what is added, in any order and again', async t => {
      const store = await setUp(t);
      await store.add('A', [{ first: 5, last: 6 }]);
      await store.add('A', [
        { first: 1, last: 2 },
        { first: 6, last: 9 },
      ]);
      await store.add('A', [{ first: 1, last: 1 }]);
      assert.deepEqual(await store.read('A'), [
        { first: 1, last: 2 },
        { first: 5, last: 9 },
      ]);
      await store.add('A', [{ first: 3, last: 4 }]);
      assert.deepEqual(await store.read('A'), [{ first: 1, last: 9 }]);
    });

    it('keeps producers apart', async t => {
      const store = await setUp(t);
      await store.add('A', [{ first: 1, last: 3 }]);
      await store.add('B', [{ first: 7, last: 7 }]);
      assert.deepEqual(await store.read('A'), [{ first: 1, last: 3 }]);
    });

    it('loses nothing of what is added at once', async t => {
      const store = await setUp(t);
      const added = Array.from({ length: 20 }, (_, index) => store.add('A', [{ first: index + 1, last: index + 1 }]));
      await Promise.all(added);
      assert.deepEqual(await store.read('A'), [{ first: 1, last: 20 }]);
    });
  });
}
