import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { crc32c } from './crc32c.ts';
import { readSegment, RecordWriter, RECORD_HEADER_BYTES, type JournalRecord } from './segment-format.ts';

function segmentOf(texts: readonly string[]): { readonly bytes: Uint8Array; readonly ends: readonly number[] } {
  const writer = new RecordWriter();
  const bytes: number[] = [];
  const ends: number[] = [];
  for (const [index, text] of texts.entries()) {
    bytes.push(...writer.write(index + 1, text));
    ends.push(bytes.length);
  }
  return { bytes: Uint8Array.from(bytes), ends };
}

const textsOf = (records: readonly JournalRecord[]): string[] => records.map(({ text }) => text);

describe('a journal segment', () => {
  it('uses CRC-32C, by the vectors of RFC 3720', () => {
    assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
    assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
    assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, index) => index)), 0x46dd794e);
    const digits = new TextEncoder().encode('123456789');
    assert.equal(crc32c(digits), 0xe3069283);
    assert.equal(crc32c(digits, 4, 9, crc32c(digits, 0, 4)), 0xe3069283, 'also in two pieces');
  });

  it('gives every record back, sequence and text (property)', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), texts => {
        const { records, damagedBytes } = readSegment(segmentOf(texts).bytes);
        assert.deepEqual(
          records,
          texts.map((text, index) => ({ sequence: index + 1, text })),
        );
        assert.equal(damagedBytes, 0);
      }),
    );
  });

  it('keeps every whole record of a segment cut off at any byte', () => {
    const texts = ['{"a":1}', '', '세 번째 🚚', 'x'.repeat(300)];
    const { bytes, ends } = segmentOf(texts);
    for (let size = 0; size <= bytes.length; size += 1) {
      const { records, damagedBytes } = readSegment(bytes.subarray(0, size));
      const whole = ends.filter(end => end <= size).length;
      assert.deepEqual(textsOf(records), texts.slice(0, whole), `cut at ${size}`);
      assert.equal(damagedBytes, size - (ends[whole - 1] ?? 0));
    }
  });

  it('loses the damaged record alone when any byte of a segment flips', () => {
    const texts = ['first', 'second', 'third'];
    const { bytes, ends } = segmentOf(texts);
    for (let at = 0; at < bytes.length; at += 1) {
      for (const bit of [1, 0x80]) {
        const damaged = Uint8Array.from(bytes);
        damaged[at]! ^= bit;
        const hit = ends.findIndex(end => at < end);
        assert.deepEqual(textsOf(readSegment(damaged).records), texts.toSpliced(hit, 1), `byte ${at}`);
      }
    }
  });

  it('finds the next record behind garbage, and survives bytes of any kind (property)', () => {
    const { bytes } = segmentOf(['kept']);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (before, after) => {
        const { records } = readSegment(Uint8Array.from([...before, ...bytes, ...after]));
        assert.deepEqual(textsOf(records), ['kept']);
      }),
    );
  });

  it('does not believe a length that reaches far out', () => {
    const { bytes } = segmentOf(['a', 'b']);
    bytes.set([0xff, 0xff, 0xff, 0xff], 4);
    assert.deepEqual(textsOf(readSegment(bytes).records), ['b']);
    assert.equal(readSegment(bytes).damagedBytes, RECORD_HEADER_BYTES + 1);
  });
});
