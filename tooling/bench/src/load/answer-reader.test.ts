import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AnswerReader, frameNumbers } from './answer-reader.ts';

const BY_LENGTH = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello';
const CHUNKED = 'HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\n\r\n4\r\ntok1\r\n1\r\n \r\n0\r\n\r\n';

describe('AnswerReader', () => {
  for (const [name, wire, status] of [
    ['by length', BY_LENGTH, 200],
    ['chunked', CHUNKED, 503],
  ] as const) {
    it(`finds the end of an answer ${name}, split at any byte, and is ready for the next`, () => {
      for (let cut = 1; cut < wire.length; cut += 1) {
        const reader = new AnswerReader();
        assert.equal(reader.take(Buffer.from(wire.slice(0, cut))), undefined);
        assert.equal(reader.take(Buffer.from(wire.slice(cut)))?.status, status);
        assert.equal(reader.take(Buffer.from(wire))?.status, status);
      }
    });
  }

  it('reads the numbers of frames in their order', () => {
    assert.deepEqual(frameNumbers('{"content":"tok0 "}{"content":"tok2 "}{"content":"tok1 "}'), [0, 2, 1]);
  });
});
