import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { anArticleFile } from '../testing/an-article-file.ts';
import { KnowledgeError } from './knowledge-error.ts';
import { parseArticle } from './parse-article.ts';
import { parseArticles } from './parse-articles.ts';

function problemsOf(text: string): readonly string[] {
  const parsed = parseArticle({ path: 'shipping/fee.md', text });
  return parsed.kind === 'problems' ? parsed.problems.map(({ line, message }) => `${line}: ${message}`) : [];
}

const VALID = anArticleFile().text;

describe('parseArticle', () => {
  it('reads front matter, questions and sections with their anchors', () => {
    const parsed = parseArticle(anArticleFile());
    assert.ok(parsed.kind === 'article');
    assert.equal(parsed.article.id, 'shipping/fee');
    assert.deepEqual(parsed.article.questions, ['배송비는 얼마인가요?']);
    assert.deepEqual(
      parsed.article.passages.map(({ anchor, heading }) => [anchor, heading]),
      [['basic-fee', '기본 배송비']],
    );
  });

  it('reads a file with a byte order mark and Windows line ends', () => {
    assert.deepEqual(problemsOf(`\uFEFF${VALID.replaceAll('\n', '\r\n')}`), []);
  });

  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['no front matter', '# 배송비', /^1: an article begins with "---"/],
    ['an open front matter', '---\nid: shipping/fee\n', /not closed/],
    ['an unknown key', VALID.replace('category:', 'tags:'), /^4: expected .* one of id, title, category/],
    [
      'a key given twice',
      VALID.replace('category: 배송', 'category: 배송\ncategory: 환불'),
      /^5: "category" is given twice/,
    ],
    ['a missing key', VALID.replace('category: 배송\n', ''), /"category" is missing/],
    ['a key from the prototype', VALID.replace('category:', 'constructor:'), /^4: expected/],
    [
      'an id in capitals',
      VALID.replace('shipping/fee', 'Shipping Fee'),
      /^2: "id" is lower-case words .* found "Shipping Fee"/,
    ],
    ['a day that is none', VALID.replace('2026-11-02', '2026-13-02'), /^5: "updated" is a day such as/],
    [
      'an empty list of questions',
      VALID.replace('  - 배송비는 얼마인가요?\n', ''),
      /"questions" has 1 to 16 items, found 0/,
    ],
    [
      'a question that names no section',
      VALID.replace('배송비는 얼마인가요?', '배송비는 얼마인가요? {#elsewhere}'),
      /^7: a question names a section of this article \(basic-fee\), found "elsewhere"/,
    ],
    [
      'a list below another key',
      VALID.replace('category: 배송', 'category: 배송\n  - 하나'),
      /^5: a list may stand only below "questions:"/,
    ],
    [
      'a section without an anchor',
      VALID.replace(' {#basic-fee}', ''),
      /^10: a section begins with "## heading \{#anchor\}"/,
    ],
    ['an anchor used twice', `${VALID}\n## 다시 {#basic-fee}\n\n글\n`, /"basic-fee" is used twice/],
    ['an empty section', `${VALID}\n## 다시 {#again}\n`, /a section has 1 to 4000 characters, found 0/],
    [
      'text before the first section',
      VALID.replace('## 기본', '머리말\n\n## 기본'),
      /^10: text stands before the first/,
    ],
    ['no section at all', VALID.slice(0, VALID.indexOf('## ')), /1 to 30 sections, found 0/],
    ['a text beyond the limit', VALID + 'ㄱ'.repeat(70_000), /up to 65536 characters/],
  ];
  for (const [what, text, expected] of cases) {
    it(`refuses ${what}, naming the line and what is allowed`, () =>
      assert.match(problemsOf(text).join('\n'), expected));
  }

  it('names every problem of a file at once', () => {
    const text = VALID.replace('2026-11-02', 'yesterday').replace(' {#basic-fee}', '');
    assert.equal(problemsOf(text).length, 2);
  });

  it('never throws, whatever the file holds', () => {
    const line = fc.constantFrom(
      '---',
      'id: a',
      'questions:',
      '  - x',
      '## 제목 {#a}',
      '## ',
      'constructor: 1',
      '',
      '글',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(line, fc.string()), { maxLength: 20 }), lines => {
        const parsed = parseArticle({ path: 'a.md', text: lines.join('\n') });
        assert.ok(parsed.kind === 'article' || parsed.problems.length > 0);
      }),
    );
  });
});

describe('parseArticles', () => {
  it('sorts by id', () => {
    const files = ['b', 'a'].map(id => anArticleFile({ id }));
    assert.deepEqual(
      parseArticles(files).map(({ id }) => id),
      ['a', 'b'],
    );
  });

  it('refuses two articles with one id, naming the file', () => {
    const twice = [anArticleFile(), { ...anArticleFile(), path: 'copy.md' }];
    assert.throws(() => parseArticles(twice), /copy\.md:1 the id "shipping\/fee" belongs to another article/);
  });

  it('gathers the problems of all files in one error', () => {
    const broken = ['a.md', 'b.md'].map(path => ({ path, text: 'nothing' }));
    assert.throws(
      () => parseArticles(broken),
      (error: unknown) => error instanceof KnowledgeError && error.problems.length === 2,
    );
  });
});
