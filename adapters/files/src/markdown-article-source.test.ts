import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, describe, it, type TestContext } from 'node:test';
import { ArticleSourceError, createKnowledge } from '@naru/support';
import { describeArticleSource } from '@naru/support/testing';
import type { ArticleFolderLimits } from './article-folder.ts';
import { createMarkdownArticleSource } from './markdown-article-source.ts';
import { temporaryFolder, type TemporaryFolder } from './testing/temporary-folder.ts';

const folders: TemporaryFolder[] = [];
after(() => Promise.all(folders.map(folder => folder.remove())));

describeArticleSource('markdown folder', async () => {
  const folder = await temporaryFolder();
  folders.push(folder);
  return { source: createMarkdownArticleSource({ folder: folder.path }), put: files => folder.fill(files) };
});

async function setUp(t: TestContext, limits: Partial<ArticleFolderLimits> = {}) {
  const folder = await temporaryFolder(t);
  return { folder, source: createMarkdownArticleSource({ folder: folder.path, limits }) };
}

function refusedWith(pattern: RegExp): (error: unknown) => boolean {
  return error => error instanceof ArticleSourceError && pattern.test(error.message);
}

describe('createMarkdownArticleSource', () => {
  it('passes over what is no article: README, hidden files, other kinds', async t => {
    const { folder, source } = await setUp(t);
    const paths = ['a.md', 'README.md', 'sub/readme.md', '.hidden.md', '.git/b.md', 'picture.png'];
    await folder.fill(paths.map(path => ({ path, text: path })));
    assert.deepEqual(
      (await source.load()).map(({ path }) => path),
      ['a.md'],
    );
  });

  it('follows no symbolic link out of the folder', async t => {
    const { folder, source } = await setUp(t);
    const outside = await temporaryFolder(t);
    await outside.fill([{ path: 'secret.md', text: 'secret' }]);
    await symlink(join(outside.path, 'secret.md'), join(folder.path, 'link.md'));
    await symlink(outside.path, join(folder.path, 'linked'));
    assert.deepEqual(await source.load(), []);
  });

  it('names a folder that is missing', async () => {
    const source = createMarkdownArticleSource({ folder: '/nowhere/knowledge' });
    await assert.rejects(source.load(), refusedWith(/article folder \/nowhere\/knowledge cannot be read: ENOENT/));
  });

  it('names the file that is too long, and what is allowed', async t => {
    const { folder, source } = await setUp(t, { maxFileBytes: 10 });
    await folder.fill([{ path: 'sub/long.md', text: 'x'.repeat(11) }]);
    await assert.rejects(source.load(), refusedWith(/sub\/long\.md has 11 bytes; allowed are 10/));
  });

  it('refuses more files, more bytes and deeper folders than allowed', async t => {
    const cases: readonly (readonly [Partial<ArticleFolderLimits>, RegExp])[] = [
      [{ maxFiles: 1 }, /more than the 1 articles/],
      [{ maxTotalBytes: 3 }, /4 bytes together; allowed are 3/],
      [{ maxDepth: 1 }, /sub lies deeper than the 1 levels/],
    ];
    for (const [limits, expected] of cases) {
      const { folder, source } = await setUp(t, limits);
      await folder.fill(['a.md', 'sub/b.md'].map(path => ({ path, text: 'xx' })));
      await assert.rejects(source.load(), refusedWith(expected));
    }
  });

  it('names a file that is not UTF-8', async t => {
    const { folder, source } = await setUp(t);
    await folder.fill([{ path: 'a.md', text: new Uint8Array([0xb9, 0xe8, 0xbc, 0xdb]) }]);
    await assert.rejects(source.load(), refusedWith(/a\.md cannot be read: it is not UTF-8/));
  });

  it('reads the articles of this repository', async () => {
    const folder = resolve(import.meta.dirname, '../../../knowledge');
    const knowledge = await createKnowledge({ source: createMarkdownArticleSource({ folder }) });
    assert.ok(knowledge.articles.length >= 48);
    assert.equal(knowledge.retrieve('환불은 언제 되나요?').sources[0]?.docId, 'refund/timing');
  });
});
