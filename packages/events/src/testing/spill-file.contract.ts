import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { SpillFile } from '../ports/spill-file.ts';

/** What every `SpillFile` must do. Each implementation's test calls this once. */
export function describeSpillFile(name: string, setUp: (t: TestContext) => SpillFile | Promise<SpillFile>): void {
  describe(`${name} (SpillFile contract)`, () => {
    it('holds nothing at first', async t => {
      const spill = await setUp(t);
      assert.equal(await spill.oldest(), undefined);
      assert.equal(spill.bytes, 0);
    });

    it('gives texts back in order, whatever is in them', async t => {
      const spill = await setUp(t);
      const texts = ['{"a":1}', '줄\n바꿈 \u2028', '', '\r\n', '"🚚"'];
      await spill.append(texts.slice(0, 2));
      await spill.append(texts.slice(2));
      assert.ok(spill.bytes > 0);
      const chunk = await spill.oldest();
      assert.deepEqual([chunk?.texts, chunk?.damaged], [texts, 0]);
    });

    it('gives the same chunk until it is removed', async t => {
      const spill = await setUp(t);
      await spill.append(['one']);
      assert.deepEqual((await spill.oldest())?.texts, ['one']);
      assert.deepEqual((await spill.oldest())?.texts, ['one']);
    });

    it('keeps what comes while a chunk is being read out of that chunk', async t => {
      const spill = await setUp(t);
      await spill.append(['one']);
      const chunk = await spill.oldest();
      await spill.append(['two']);
      await spill.remove(chunk!);
      await spill.remove(chunk!);
      assert.deepEqual((await spill.oldest())?.texts, ['two']);
    });

    it('is empty again when everything is removed', async t => {
      const spill = await setUp(t);
      for (const text of ['one', 'two']) await spill.append([text]);
      for (let chunk = await spill.oldest(); chunk; chunk = await spill.oldest()) await spill.remove(chunk);
      assert.equal(spill.bytes, 0);
    });

    it('keeps the order of appends made at once', async t => {
      const spill = await setUp(t);
      await Promise.all(Array.from({ length: 20 }, (_, index) => spill.append([`text ${index}`])));
      const seen: string[] = [];
      for (let chunk = await spill.oldest(); chunk; chunk = await spill.oldest()) {
        seen.push(...chunk.texts);
        await spill.remove(chunk);
      }
      assert.deepEqual(
        seen,
        Array.from({ length: 20 }, (_, index) => `text ${index}`),
      );
    });
  });
}
