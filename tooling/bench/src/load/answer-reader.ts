/**
 * Finds the end of HTTP/1.1 answers on one connection, by content length or by the last chunk, and keeps what is
 * needed to judge them. Text is decoded as latin1: the marks looked for are ASCII.
 */
export class AnswerReader {
  #head = '';
  #body: string[] = [];
  #tail = '';
  #bodyLength = 0;
  #expectedLength: number | undefined;
  #inBody = false;

  /** Takes bytes; gives the answer when it is whole. One request is under way at a time, so none follows it. */
  take(bytes: Buffer): Answer | undefined {
    let text = bytes.toString('latin1');
    if (!this.#inBody) {
      this.#head += text;
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return undefined;
      text = this.#head.slice(end + 4);
      this.#head = this.#head.slice(0, end);
      const length = /content-length:\s*(\d+)/i.exec(this.#head)?.[1];
      this.#expectedLength = length === undefined ? undefined : Number(length);
      this.#inBody = true;
    }
    this.#body.push(text);
    this.#bodyLength += text.length;
    this.#tail = (this.#tail + text).slice(-7);
    const isWhole =
      this.#expectedLength === undefined
        ? this.#tail.endsWith('\r\n0\r\n\r\n')
        : this.#bodyLength >= this.#expectedLength;
    if (!isWhole) return undefined;
    const answer = { status: Number(this.#head.slice(9, 12)), body: this.#body.join('') };
    [this.#head, this.#body, this.#tail, this.#bodyLength, this.#inBody] = ['', [], '', 0, false];
    return answer;
  }

  get hasBegunBody(): boolean {
    return this.#bodyLength > 0;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The numbers of the content frames in the order in which they came. */
export function frameNumbers(body: string): readonly number[] {
  return [...body.matchAll(/tok(\d+) /g)].map(match => Number(match[1]));
}
