import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineBlocks } from './line-blocks.ts';

describe('LineBlocks', () => {
  it('hands on whole lines, in order, once there are enough or when asked to', () => {
    const blocks: string[] = [];
    const lines = new LineBlocks(8, block => blocks.push(block));
    lines.write('one\n');
    assert.deepEqual(blocks, []);
    lines.write('two\n');
    lines.write('three\n');
    lines.flush();
    lines.flush();
    assert.deepEqual(blocks, ['one\ntwo\n', 'three\n']);
  });
});
