import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { citationMarks, type MarkdownNode } from './citation-marks.ts';

const text = (value: string): MarkdownNode => ({ type: 'text', value });
const paragraph = (...children: MarkdownNode[]): MarkdownNode => ({ type: 'paragraph', children });

/** The tree as a line: marks in braces. */
function read(node: MarkdownNode): string {
  const inside = node.children?.map(read).join('') ?? node.value ?? '';
  return node.type === 'citation' ? `{${inside}}` : inside;
}

function marked(tree: MarkdownNode, numbers: readonly number[] | 'all'): string {
  citationMarks(numbers)()(tree);
  return read(tree);
}

describe('citationMarks', () => {
  it('turns the numbers of known sources into marks that cling to the word before', () => {
    const tree = paragraph(text('2~3일 걸립니다. [1] 제주는 더 걸립니다. [2]'));
    assert.equal(marked(tree, [1, 2]), '2~3일 걸립니다.{1} 제주는 더 걸립니다.{2}');
    assert.deepEqual(
      tree.children?.map(({ type }) => type),
      ['text', 'clinging', 'text', 'clinging'],
    );
  });

  it('leaves numbers without a source as they stand', () => {
    assert.equal(marked(paragraph(text('배열[3]과 [1]')), [1]), '배열[3]과{1}');
  });

  it('marks each number while the sources are still on their way', () => {
    assert.equal(marked(paragraph(text('도착합니다. [7]')), 'all'), '도착합니다.{7}');
  });

  it('reaches into lists and strong words, not into code or links', () => {
    const link: MarkdownNode = { type: 'link', children: [text('[1]')] };
    const strong: MarkdownNode = { type: 'strong', children: [text('중요 [1]')] };
    const code: MarkdownNode = { type: 'inlineCode', value: '[1]' };
    assert.equal(marked(paragraph(strong, text(' '), link, code), [1]), '중요{1} [1][1]');
  });

  it('takes several marks in a row', () => {
    assert.equal(marked(paragraph(text('[1][2]')), [1, 2]), '{1}{2}');
  });
});
