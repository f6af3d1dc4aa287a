import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findSources } from './find-sources.ts';

describe('findSources', () => {
  it('finds sources between tags, whatever else the tags say', () => {
    const prompt =
      '규칙\n<source n="1" title="배송 › 기간">\n이틀 걸립니다.\n</source>\n<source n="2">\n무료입니다.\n</source>';
    assert.deepEqual(
      findSources(prompt).map(({ number, text }) => [number, text]),
      [
        [1, '이틀 걸립니다.'],
        [2, '무료입니다.'],
      ],
    );
  });

  it('finds sources that begin a line with their number', () => {
    assert.deepEqual(
      findSources('[1] 하나\n더\n[2] 둘').map(({ number, text }) => [number, text]),
      [
        [1, '하나\n더'],
        [2, '둘'],
      ],
    );
  });

  it('finds none in a prompt without any', () => {
    assert.deepEqual(findSources('친절하게 답하세요.'), []);
  });
});
