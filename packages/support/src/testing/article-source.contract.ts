import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ArticleFile, ArticleSource } from '../ports/article-source.ts';

/** A place that a test fills, and a source that reads it. */
export interface FilledSource {
  readonly source: ArticleSource;
  put(files: readonly ArticleFile[]): Promise<void> | void;
}

/** What every `ArticleSource` must do. Each implementation's test calls this once. */
export function describeArticleSource(name: string, setUp: () => FilledSource | Promise<FilledSource>): void {
  describe(`${name} (ArticleSource contract)`, () => {
    it('holds nothing when nothing was put in', async () => {
      const { source } = await setUp();
      assert.deepEqual(await source.load(), []);
    });

    it('gives every text as it was written, Hangul, emoji and line ends included', async () => {
      const { source, put } = await setUp();
      const text = '---\r\n제목: 배송비 🚚\n---\n끝';
      await put([{ path: 'delivery.md', text }]);
      assert.deepEqual(await source.load(), [{ path: 'delivery.md', text }]);
    });

    it('orders the files by path, folders included', async () => {
      const { source, put } = await setUp();
      await put(['refund/b.md', 'delivery/z.md', 'refund/a.md', 'a.md'].map(path => ({ path, text: path })));
      const paths = (await source.load()).map(file => file.path);
      assert.deepEqual(paths, ['a.md', 'delivery/z.md', 'refund/a.md', 'refund/b.md']);
    });

    it('reads anew each time', async () => {
      const { source, put } = await setUp();
      await put([{ path: 'a.md', text: 'before' }]);
      await source.load();
      await put([
        { path: 'a.md', text: 'after' },
        { path: 'b.md', text: 'new' },
      ]);
      assert.deepEqual(await source.load(), [
        { path: 'a.md', text: 'after' },
        { path: 'b.md', text: 'new' },
      ]);
    });

    it('forgets a file that is gone', async () => {
      const { source, put } = await setUp();
      await put([
        { path: 'a.md', text: 'one' },
        { path: 'b.md', text: 'two' },
      ]);
      await put([{ path: 'b.md', text: 'two' }]);
      assert.deepEqual(await source.load(), [{ path: 'b.md', text: 'two' }]);
    });
  });
}
