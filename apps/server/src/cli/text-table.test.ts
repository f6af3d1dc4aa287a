import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { paintFor } from './paint.ts';
import { textTable } from './text-table.ts';

describe('a table on a terminal', () => {
  it('stands in columns, numbers to the right, and leaves no blanks at the end', () => {
    const lines = textTable(
      [{ title: 'NAME' }, { title: 'COST', align: 'right' }, { title: 'NOTE' }],
      [
        ['primary', '1.5', ''],
        ['b', '12.25', 'x'],
      ],
    );
    assert.deepEqual(lines, ['NAME      COST  NOTE', 'primary    1.5', 'b        12.25  x']);
  });

  it('counts a Korean letter as two places', () => {
    assert.deepEqual(textTable([{ title: '제목' }, { title: 'ID' }], [['매출', 'a']]), ['제목  ID', '매출  a']);
    assert.deepEqual(textTable([{ title: 'TITLE' }, { title: 'ID' }], [['매출', 'a']])[1], '매출   a');
  });
});

describe('colours', () => {
  it('are for terminals that show them, and nobody else', () => {
    assert.equal(paintFor({})('red', 'x'), 'x');
    assert.equal(paintFor({ hasColours: false })('red', 'x'), 'x');
    assert.equal(paintFor({ hasColours: true })('red', 'x'), '\u001b[31mx\u001b[39m');
  });
});
