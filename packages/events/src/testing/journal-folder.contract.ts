import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { JournalWriteError } from '../errors.ts';
import type { JournalFolder } from '../ports/journal-folder.ts';

/** What every `JournalFolder` must do. Each implementation's test calls this once. */
export function describeJournalFolder(
  name: string,
  setUp: (t: TestContext) => JournalFolder | Promise<JournalFolder>,
): void {
  describe(`${name} (JournalFolder contract)`, () => {
    it('holds nothing at first', async t => {
      assert.deepEqual(await (await setUp(t)).list(), []);
    });

    it('gives back every byte in the order of its writing, also before a sync', async t => {
      const folder = await setUp(t);
      const file = folder.create('a-1.seg');
      file.append(Uint8Array.of(0, 255, 10));
      file.append(Uint8Array.of(13, 0));
      assert.deepEqual([...(await folder.read('a-1.seg'))], [0, 255, 10, 13, 0]);
      await file.sync();
      file.append(Uint8Array.of(7));
      await file.close();
      await file.close();
      assert.deepEqual([...(await folder.read('a-1.seg'))], [0, 255, 10, 13, 0, 7]);
    });

    it('lists segments by name, with their sizes', async t => {
      const folder = await setUp(t);
      for (const [segment, bytes] of [
        ['b-2.seg', 3],
        ['a-10.seg', 0],
        ['a-09.seg', 2],
      ] as const) {
        const file = folder.create(segment);
        file.append(new Uint8Array(bytes));
        await file.close();
      }
      assert.deepEqual(await folder.list(), [
        { name: 'a-09.seg', bytes: 2 },
        { name: 'a-10.seg', bytes: 0 },
        { name: 'b-2.seg', bytes: 3 },
      ]);
    });

    it('removes a segment, also twice', async t => {
      const folder = await setUp(t);
      await folder.create('a-1.seg').close();
      await folder.remove('a-1.seg');
      await folder.remove('a-1.seg');
      assert.deepEqual(await folder.list(), []);
    });

    it('never writes over a segment that is there', async t => {
      const folder = await setUp(t);
      const file = folder.create('a-1.seg');
      file.append(Uint8Array.of(1));
      await file.close();
      assert.throws(() => folder.create('a-1.seg'), JournalWriteError);
      assert.deepEqual([...(await folder.read('a-1.seg'))], [1]);
    });

    it('does not take the bytes of a view for those of its whole buffer', async t => {
      const folder = await setUp(t);
      const file = folder.create('a-1.seg');
      file.append(Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
      await file.close();
      assert.deepEqual([...(await folder.read('a-1.seg'))], [2, 3]);
    });
  });
}
