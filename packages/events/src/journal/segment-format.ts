import { crc32c } from './crc32c.ts';

/**
 * A record: 4 bytes mark, 4 bytes length of the text, 4 bytes CRC-32C, 8 bytes sequence, the text in UTF-8. Numbers
 * are big-endian. The CRC is over everything behind it and the length, so that no part can change unseen; after
 * damage the mark tells where to go on.
 */
export const RECORD_HEADER_BYTES = 20;

/** Bytes that no UTF-8 text contains. */
const MARK = 0xfeedc0ff;

/** No event is longer; a length beyond it is damage. */
export const MAX_TEXT_BYTES = 131_072;

export interface JournalRecord {
  readonly sequence: number;
  readonly text: string;
}

export interface ReadSegment {
  readonly records: readonly JournalRecord[];
  /** Bytes that belong to no whole record: torn off by a crash, or damaged. */
  readonly damagedBytes: number;
}

/** Writes records, one at a time, into memory of its own. */
export class RecordWriter {
  readonly #encoder = new TextEncoder();
  #bytes = new Uint8Array(4_096);

  /** The record's bytes; valid until the next call. */
  write(sequence: number, text: string): Uint8Array {
    const needed = RECORD_HEADER_BYTES + text.length * 3;
    if (this.#bytes.length < needed) this.#bytes = new Uint8Array(needed * 2);
    const { written } = this.#encoder.encodeInto(text, this.#bytes.subarray(RECORD_HEADER_BYTES));
    const end = RECORD_HEADER_BYTES + written;
    const view = new DataView(this.#bytes.buffer);
    view.setUint32(0, MARK);
    view.setUint32(4, written);
    view.setBigUint64(12, BigInt(sequence));
    view.setUint32(8, checksum(this.#bytes, 0, end));
    return this.#bytes.subarray(0, end);
  }
}

/** Every whole record of a segment, whatever a crash or the disk has done to the rest. */
export function readSegment(bytes: Uint8Array): ReadSegment {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder();
  const records: JournalRecord[] = [];
  let at = 0;
  let wholeBytes = 0;
  while (at + RECORD_HEADER_BYTES <= bytes.length) {
    const end = endOfRecord(bytes, view, at);
    if (end === undefined) {
      at = nextMark(bytes, view, at + 1);
      continue;
    }
    const text = decoder.decode(bytes.subarray(at + RECORD_HEADER_BYTES, end));
    records.push({ sequence: Number(view.getBigUint64(at + 12)), text });
    wholeBytes += end - at;
    at = end;
  }
  return { records, damagedBytes: bytes.length - wholeBytes };
}

function endOfRecord(bytes: Uint8Array, view: DataView, at: number): number | undefined {
  if (view.getUint32(at) !== MARK) return undefined;
  const length = view.getUint32(at + 4);
  const end = at + RECORD_HEADER_BYTES + length;
  if (length > MAX_TEXT_BYTES || end > bytes.length) return undefined;
  return view.getUint32(at + 8) === checksum(bytes, at, end) ? end : undefined;
}

function nextMark(bytes: Uint8Array, view: DataView, from: number): number {
  const first = MARK >>> 24;
  for (let at = bytes.indexOf(first, from); at !== -1 && at + 4 <= bytes.length; at = bytes.indexOf(first, at + 1)) {
    if (view.getUint32(at) === MARK) return at;
  }
  return bytes.length;
}

/** Over everything but the mark and the checksum's own place. */
function checksum(bytes: Uint8Array, at: number, end: number): number {
  return crc32c(bytes, at + 12, end, crc32c(bytes, at + 4, at + 8));
}
