import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import { encodeMessage } from './event-stream.ts';

describe('an event-stream message', () => {
  it('without anything is the empty message of the published vectors', () => {
    assert.equal(encodeMessage([], Buffer.alloc(0)).toString('hex'), '000000100000000005c248eb7d98c8ff');
  });

  it('carries headers and payload between lengths and checksums', () => {
    const message = encodeMessage([[':event-type', 'messageStart']], Buffer.from('{"role":"나루"}'));
    const headersLength = message.readUInt32BE(4);
    assert.equal(message.readUInt32BE(0), message.length);
    assert.equal(message.readUInt32BE(8), crc32(message.subarray(0, 8)));
    assert.equal(message.readUInt32BE(message.length - 4), crc32(message.subarray(0, -4)));
    assert.equal(message.toString('latin1', 12, 12 + headersLength), '\x0b:event-type\x07\x00\x0cmessageStart');
    assert.equal(message.toString('utf8', 12 + headersLength, message.length - 4), '{"role":"나루"}');
  });
});
