const SPACE = 32;
const COLON = 58;
/** The longest name of a field that means something is `event`. */
const MAX_NAME_BYTES = 8;

/** The fields of one event of a stream, gathered line by line (WHATWG HTML, 9.2.6). */
export class EventFields {
  #data: string | undefined;
  #event = '';
  #id = '';

  /** The data lines so far, joined by line feeds; undefined when there was none, and so no event. */
  get data(): string | undefined {
    return this.#data;
  }

  get event(): string {
    return this.#event;
  }

  /** The last id of the stream, also from an earlier event. */
  get id(): string {
    return this.#id;
  }

  /** Takes in a line that is not blank, without its ending. */
  readLine(buffer: Buffer, start: number, end: number): void {
    if (isDataLine(buffer, start, end)) this.#addData(textAfter(buffer, start + 4, end));
    else if (buffer[start] !== COLON) this.#readField(buffer, start, end);
  }

  /** Begins the next event. */
  clear(): void {
    this.#data = undefined;
    this.#event = '';
  }

  #readField(buffer: Buffer, start: number, end: number): void {
    const colon = buffer.subarray(start, end).indexOf(COLON);
    const nameEnd = colon === -1 ? end : start + colon;
    const name = buffer.toString('latin1', start, Math.min(nameEnd, start + MAX_NAME_BYTES));
    const value = colon === -1 ? '' : textAfter(buffer, nameEnd, end);
    if (name === 'data') this.#addData(value);
    else if (name === 'event') this.#event = value;
    else if (name === 'id' && !value.includes('\0')) this.#id = value;
  }

  #addData(value: string): void {
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
  }
}

/** `data:`, the only field that comes for every token. What stands after `end` is another line's or nobody's. */
function isDataLine(buffer: Buffer, start: number, end: number): boolean {
  return (
    end - start > 4 &&
    buffer[start] === 100 &&
    buffer[start + 1] === 97 &&
    buffer[start + 2] === 116 &&
    buffer[start + 3] === 97 &&
    buffer[start + 4] === COLON
  );
}

/** The text behind a colon, without the one space that may follow it. */
function textAfter(buffer: Buffer, colon: number, end: number): string {
  const start = colon + 1 < end && buffer[colon + 1] === SPACE ? colon + 2 : colon + 1;
  return buffer.toString('utf8', start, end);
}
