import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { limitMarkdown } from './markdown-limits.ts';

describe('limitMarkdown', () => {
  it('gives an ordinary answer to the parser whole', () => {
    const text =
      '1. 주문 내역을 엽니다.\n   - **송장 번호**를 누릅니다. [1]\n\n> 영업일 기준\n\n---\n\n| 등급 | 혜택 |\n|---|---|';
    assert.deepEqual(limitMarkdown(text), { markdown: text, plain: '' });
  });

  it('keeps every word of a long text, and cuts at a line end', () => {
    const text = '가나다라마바사아자차\n'.repeat(1_000);
    const { markdown, plain } = limitMarkdown(text);
    assert.ok(markdown.length <= 8 * 1024);
    assert.ok(plain.startsWith('\n'));
    assert.equal(markdown + plain, text);
  });

  const hostile = {
    'three thousand nested quotes': '>'.repeat(3_000),
    'quotes with blanks between': '> '.repeat(2_000),
    'nested image marks': '!['.repeat(2_000),
    'nested lists on one line': '- '.repeat(500),
    'open brackets': '['.repeat(4_000),
  };
  for (const [name, text] of Object.entries(hostile)) {
    it(`gives no parser to ${name}`, () => assert.deepEqual(limitMarkdown(text), { markdown: '', plain: text }));
  }
});
