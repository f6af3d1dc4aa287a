import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MemoryArticleSource } from '../memory/memory-article-source.ts';
import type { ArticleFile } from '../ports/article-source.ts';
import { anArticleFile } from '../testing/an-article-file.ts';
import { ArticleSourceError } from './article-source-error.ts';
import { createKnowledge } from './knowledge.ts';
import { KnowledgeError } from './knowledge-error.ts';

const SHIPPING = anArticleFile();
const POINTS = anArticleFile({
  id: 'membership/points',
  title: '포인트 사용',
  questions: ['포인트는 어떻게 쓰나요?'],
  body: '## 사용 {#spending}\n\n포인트는 1,000점부터 쓰실 수 있습니다.',
});

async function setUp(files: readonly ArticleFile[] = [SHIPPING, POINTS]) {
  const source = new MemoryArticleSource(files);
  return { source, knowledge: await createKnowledge({ source }) };
}

describe('createKnowledge', () => {
  it('refuses to start on an article that cannot be read', async () => {
    await assert.rejects(setUp([{ path: 'broken.md', text: 'x' }]), KnowledgeError);
  });

  it('starts without an article, and finds nothing', async () => {
    const { knowledge } = await setUp([]);
    assert.deepEqual(knowledge.retrieve('배송비는 얼마인가요?').sources, []);
  });

  it('has the same version for the same articles, and another after a change', async () => {
    const [one, same, other] = [await setUp(), await setUp([POINTS, SHIPPING]), await setUp([SHIPPING])];
    assert.equal(one.knowledge.version, same.knowledge.version);
    assert.notEqual(one.knowledge.version, other.knowledge.version);
  });
});

describe('reload', () => {
  it('says that nothing changed', async () => {
    const { knowledge } = await setUp();
    assert.deepEqual(await knowledge.reload(), { kind: 'unchanged', version: knowledge.version });
  });

  it('answers from the new articles afterwards', async () => {
    const { source, knowledge } = await setUp([SHIPPING]);
    assert.deepEqual(knowledge.retrieve('포인트 사용').sources, []);
    source.put([SHIPPING, POINTS]);
    const outcome = await knowledge.reload();
    assert.deepEqual(outcome, { kind: 'replaced', version: knowledge.version, articleCount: 2 });
    assert.equal(knowledge.retrieve('포인트 사용').sources[0]?.docId, 'membership/points');
  });

  it('answers from the old articles until the new ones are ready', async () => {
    const { source, knowledge } = await setUp([SHIPPING]);
    source.put([POINTS]);
    const reloading = knowledge.reload();
    assert.equal(knowledge.retrieve('배송비').sources[0]?.docId, 'shipping/fee');
    await reloading;
    assert.notEqual(knowledge.retrieve('배송비').sources[0]?.docId, 'shipping/fee');
  });

  it('keeps the old articles when the new ones cannot be read', async () => {
    const { source, knowledge } = await setUp();
    const before = knowledge.version;
    source.put([{ path: 'half.md', text: '---\nid: ha' }]);
    await assert.rejects(knowledge.reload(), KnowledgeError);
    assert.equal(knowledge.version, before);
    assert.equal(knowledge.retrieve('배송비').sources[0]?.docId, 'shipping/fee');
  });

  it('goes on after a source that failed', async () => {
    let fails = false;
    const source = {
      async load() {
        if (fails) throw new ArticleSourceError('gone');
        return [SHIPPING];
      },
    };
    const knowledge = await createKnowledge({ source });
    fails = true;
    await assert.rejects(knowledge.reload(), ArticleSourceError);
    fails = false;
    assert.equal((await knowledge.reload()).kind, 'unchanged');
  });

  it('lets the last of two overlapping reloads win', async () => {
    const { source, knowledge } = await setUp([SHIPPING]);
    source.put([POINTS]);
    const first = knowledge.reload();
    source.put([SHIPPING, POINTS]);
    await Promise.all([first, knowledge.reload()]);
    assert.equal(knowledge.articles.length, 2);
  });
});
