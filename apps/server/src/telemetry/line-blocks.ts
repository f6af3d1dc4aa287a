/**
 * Gathers lines and hands them on in blocks. The stream behind it could gather too, but counts the bytes of all that it
 * has gathered again at each line, which with large blocks costs more than the writes that are saved.
 */
export class LineBlocks {
  readonly #blockChars: number;
  readonly #write: (block: string) => void;
  #lines: string[] = [];
  #chars = 0;

  constructor(blockChars: number, write: (block: string) => void) {
    this.#blockChars = blockChars;
    this.#write = write;
  }

  write(line: string): void {
    this.#lines.push(line);
    this.#chars += line.length;
    if (this.#chars >= this.#blockChars) this.flush();
  }

  /** Hands on what there is. */
  flush(): void {
    if (this.#lines.length === 0) return;
    const block = this.#lines.join('');
    this.#lines = [];
    this.#chars = 0;
    this.#write(block);
  }
}
