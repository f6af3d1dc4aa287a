import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CitationMarks } from './citation-marks.ts';

function read(
  pieces: readonly string[],
  sourceCount = 3,
): { readonly text: string; readonly cited: readonly number[] } {
  const marks = new CitationMarks(sourceCount);
  const text = pieces.map(piece => marks.push(piece)).join('') + marks.end();
  return { text, cited: [...marks.cited].sort() };
}

describe('CitationMarks', () => {
  for (const [given, shown, cited] of [
    ['이틀 걸립니다 [1].', '이틀 걸립니다 [1].', [1]],
    ['이틀 걸립니다[1][3]', '이틀 걸립니다[1][3]', [1, 3]],
    ['이틀 [1, 3] 걸립니다', '이틀 [1][3] 걸립니다', [1, 3]],
    ['이틀 [ 2 ].', '이틀 [2].', [2]],
    ['이틀 걸립니다 [7].', '이틀 걸립니다.', []],
    ['이틀 [0] 걸립니다', '이틀 걸립니다', []],
    ['이틀 [2, 9].', '이틀 [2].', [2]],
    ['[2024] 년과 [가] 와 [', '[2024] 년과 [가] 와 [', []],
    ['끝이 잘린 [1', '끝이 잘린 [1', []],
  ] as const) {
    it(`shows ${JSON.stringify(given)} as ${JSON.stringify(shown)}`, () => {
      assert.deepEqual(read([given]), { text: shown, cited });
    });
  }

  it('leaves a text alone where there are no sources', () => {
    assert.deepEqual(read(['a[1] ', '[9]'], 0), { text: 'a[1] [9]', cited: [] });
  });

  it('shows at once what cannot be part of a mark', () => {
    const marks = new CitationMarks(3);
    assert.equal(marks.push('이틀 걸립니다.'), '이틀 걸립니다.');
    assert.equal(marks.push(' [1'), '');
    assert.equal(marks.push('] 그리고'), ' [1] 그리고');
  });

  it('reads the same however the text is cut', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '1',
      '2',
      '9',
      '12',
      ',',
      ' ',
      '  ',
      '가',
      '.',
      '\n',
      '[1]',
      '[1, 2]',
      '[99]',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
        (parts, sizes) => {
          const text = parts.join('');
          const pieces: string[] = [];
          for (let at = 0; at < text.length;) {
            const size = sizes.next().value!;
            pieces.push(text.slice(at, at + size));
            at += size;
          }
          assert.deepEqual(read(pieces), read([text]));
        },
      ),
      { numRuns: 500 },
    );
  });
});
