import { crc32 } from 'node:zlib';

/** Lengths of a message and of its headers, 4 bytes each, and 4 bytes of checksum over both. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** The type byte of a header whose value is a text. */
const TEXT = 7;

/**
 * One message of `application/vnd.amazon.eventstream`: a prelude with its own CRC32, headers of texts, the
 * payload, and a CRC32 over everything before it. All numbers are big-endian.
 */
export function encodeMessage(headers: readonly (readonly [name: string, value: string])[], payload: Buffer): Buffer {
  const head = Buffer.concat(headers.map(([name, value]) => encodeHeader(name, value)));
  const message = Buffer.alloc(PRELUDE_BYTES + head.length + payload.length + CHECKSUM_BYTES);
  message.writeUInt32BE(message.length, 0);
  message.writeUInt32BE(head.length, 4);
  message.writeUInt32BE(crc32(message.subarray(0, 8)), 8);
  head.copy(message, PRELUDE_BYTES);
  payload.copy(message, PRELUDE_BYTES + head.length);
  message.writeUInt32BE(crc32(message.subarray(0, -CHECKSUM_BYTES)), message.length - CHECKSUM_BYTES);
  return message;
}

function encodeHeader(name: string, value: string): Buffer {
  const [nameBytes, valueBytes] = [Buffer.from(name), Buffer.from(value)];
  const header = Buffer.alloc(1 + nameBytes.length + 1 + 2 + valueBytes.length);
  header.writeUInt8(nameBytes.length, 0);
  nameBytes.copy(header, 1);
  header.writeUInt8(TEXT, 1 + nameBytes.length);
  header.writeUInt16BE(valueBytes.length, 2 + nameBytes.length);
  valueBytes.copy(header, 4 + nameBytes.length);
  return header;
}
