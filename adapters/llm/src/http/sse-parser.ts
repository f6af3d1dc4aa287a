import { EventFields } from './event-fields.ts';
import { TransportError } from './transport-error.ts';

/** One event of a stream (WHATWG HTML, 9.2), with the bytes that made it. */
export interface SseEvent {
  /** The `event` field; empty where there was none. */
  readonly event: string;
  /** The `data` lines, joined by line feeds. */
  readonly data: string;
  /** The last `id` that the stream gave; empty before the first. */
  readonly id: string;
  /** All bytes of the event up to and including its blank line; empty unless asked for. */
  readonly frame: Uint8Array;
}

export interface SseParserOptions {
  /** Whether events carry their bytes. */
  readonly keepFrames?: boolean;
  readonly maxLineBytes?: number;
  /** Bytes of all lines of one event, comments included. */
  readonly maxEventBytes?: number;
}

const MAX_LINE_BYTES = 1024 * 1024;
const MAX_EVENT_BYTES = 2 * 1024 * 1024;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf] as const;
const NOTHING = Buffer.alloc(0);
const BLANK_LINE = Buffer.from('\n\n');

/**
 * Cuts a byte stream into server-sent events, wherever its chunks begin and end. A byte is looked at a fixed
 * number of times; only events that span chunks are copied. Lines are decoded whole, so that a character cut
 * in two by the network is whole again.
 *
 * An event without data is no event; its bytes, as those of lone comments, are dropped.
 */
export class SseParser {
  readonly #fields = new EventFields();
  readonly #keepFrames: boolean;
  readonly #maxLineBytes: number;
  readonly #maxEventBytes: number;
  /** The event begun in earlier chunks: its bytes so far, of which the last line may be incomplete. */
  #carry: Buffer = NOTHING;
  #carryBytes = 0;
  #lineStartInCarry = 0;
  #isFirstLine = true;
  #endedWithCarriageReturn = false;

  constructor({
    keepFrames = false,
    maxLineBytes = MAX_LINE_BYTES,
    maxEventBytes = MAX_EVENT_BYTES,
  }: SseParserOptions = {}) {
    this.#keepFrames = keepFrames;
    this.#maxLineBytes = maxLineBytes;
    this.#maxEventBytes = maxEventBytes;
  }

  /**
   * Appends the events that `bytes` completes to `events`.
   *
   * @throws {TransportError} of kind `stream_broken` when a line or an event is over its limit
   */
  push(bytes: Uint8Array, events: SseEvent[]): void {
    const chunk = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let frameStart = 0;
    let lineStart = 0;
    if (this.#endedWithCarriageReturn && chunk.length > 0) {
      this.#endedWithCarriageReturn = false;
      if (chunk[0] === LINE_FEED) lineStart = 1;
      if (lineStart === 1 && this.#carryBytes > 0) {
        this.#append(chunk, 0, 1);
        this.#lineStartInCarry = this.#carryBytes;
        frameStart = 1;
      }
    }

    let nextLineFeed = chunk.indexOf(LINE_FEED, lineStart);
    let nextReturn = chunk.indexOf(CARRIAGE_RETURN, lineStart);
    while (nextLineFeed !== -1 || nextReturn !== -1) {
      const endsWithReturn = nextReturn !== -1 && (nextLineFeed === -1 || nextReturn < nextLineFeed);
      const lineEnd = endsWithReturn ? nextReturn : nextLineFeed;
      let after = lineEnd + 1;
      if (endsWithReturn && after === chunk.length) this.#endedWithCarriageReturn = true;
      if (endsWithReturn && nextLineFeed === after) after += 1;

      const isBlank = this.#endLine(chunk, frameStart, lineStart, lineEnd, after);
      // The line began in an earlier chunk; its event's bytes are all in the carry now.
      if (this.#carryBytes > 0) frameStart = after;
      if (isBlank) {
        this.#endEvent(chunk, frameStart, after, events);
        frameStart = after;
      } else if (after - frameStart > this.#maxEventBytes) {
        throw tooLong('event', this.#maxEventBytes);
      }
      lineStart = after;
      if (nextLineFeed !== -1 && nextLineFeed < after) nextLineFeed = chunk.indexOf(LINE_FEED, after);
      if (nextReturn !== -1 && nextReturn < after) nextReturn = chunk.indexOf(CARRIAGE_RETURN, after);
    }

    if (frameStart < chunk.length) {
      if (this.#carryBytes === 0) this.#lineStartInCarry = lineStart - frameStart;
      this.#append(chunk, frameStart, chunk.length);
    }
  }

  /** Appends the last event, when its blank line never came; its bytes are given one. */
  end(events: SseEvent[]): void {
    if (this.#carryBytes > this.#lineStartInCarry) {
      this.#readLine(this.#carry, this.#lineStartInCarry, this.#carryBytes);
    }
    if (this.#fields.data !== undefined) {
      if (this.#keepFrames) this.#append(BLANK_LINE, 0, BLANK_LINE.length);
      this.#endEvent(NOTHING, 0, 0, events);
    }
    this.#forget();
  }

  /** Takes in the line that ends here; true when it is blank. */
  #endLine(chunk: Buffer, frameStart: number, lineStart: number, lineEnd: number, after: number): boolean {
    if (this.#carryBytes === 0) {
      if (lineEnd === lineStart) return true;
      this.#readLine(chunk, lineStart, lineEnd);
      return false;
    }
    const from = this.#lineStartInCarry;
    this.#append(chunk, frameStart, after);
    this.#lineStartInCarry = this.#carryBytes;
    const to = this.#carryBytes - (after - lineEnd);
    if (to === from) return true;
    this.#readLine(this.#carry, from, to);
    return false;
  }

  #readLine(buffer: Buffer, start: number, end: number): void {
    let from = start;
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (hasByteOrderMark(buffer, start)) from += BYTE_ORDER_MARK.length;
    }
    if (end - from > this.#maxLineBytes) throw tooLong('line', this.#maxLineBytes);
    if (from < end) this.#fields.readLine(buffer, from, end);
  }

  #endEvent(chunk: Buffer, frameStart: number, frameEnd: number, events: SseEvent[]): void {
    const { data, event, id } = this.#fields;
    if (data !== undefined) {
      const frame = this.#keepFrames ? this.#frame(chunk, frameStart, frameEnd) : NOTHING;
      events.push({ event, data, id, frame });
    }
    this.#forget();
  }

  #frame(chunk: Buffer, start: number, end: number): Uint8Array {
    const isCarried = this.#carryBytes > 0;
    const frame = isCarried ? this.#carry.subarray(0, this.#carryBytes) : chunk.subarray(start, end);
    // The frame keeps these bytes; the next carry must not write over them.
    if (isCarried) this.#carry = NOTHING;
    return hasByteOrderMark(frame, 0) ? frame.subarray(BYTE_ORDER_MARK.length) : frame;
  }

  #forget(): void {
    this.#fields.clear();
    this.#carryBytes = 0;
    this.#lineStartInCarry = 0;
  }

  #append(chunk: Buffer, start: number, end: number): void {
    const bytes = this.#carryBytes + end - start;
    if (bytes - this.#lineStartInCarry > this.#maxLineBytes + 8) throw tooLong('line', this.#maxLineBytes);
    if (bytes > this.#maxEventBytes) throw tooLong('event', this.#maxEventBytes);
    if (bytes > this.#carry.length) {
      const larger = Buffer.allocUnsafe(Math.max(bytes * 2, 512));
      this.#carry.copy(larger, 0, 0, this.#carryBytes);
      this.#carry = larger;
    }
    chunk.copy(this.#carry, this.#carryBytes, start, end);
    this.#carryBytes = bytes;
  }
}

function hasByteOrderMark(bytes: Uint8Array, at: number): boolean {
  return BYTE_ORDER_MARK.every((byte, index) => bytes[at + index] === byte);
}

function tooLong(what: string, maxBytes: number): TransportError {
  return new TransportError('stream_broken', `${what} over ${maxBytes} bytes`, true);
}
