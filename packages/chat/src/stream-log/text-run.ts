import type { LoggedChunk } from '../ports/stream-log.ts';

/**
 * Neighbouring text deltas of one text part. Any tail of them can be read as one merged delta; nothing is joined
 * before somebody reads, so that adding stays cheap however long the text is.
 */
export class TextRun {
  readonly id: string;
  readonly fromSeq: number;
  /** Deltas joined by `compact`, with the offset in it at which each of them ends. */
  #head = '';
  #headEnds: number[] = [];
  #deltas: string[] = [];

  constructor(id: string, fromSeq: number) {
    this.id = id;
    this.fromSeq = fromSeq;
  }

  get lastSeq(): number {
    return this.fromSeq + this.#headEnds.length + this.#deltas.length - 1;
  }

  add(delta: string): void {
    this.#deltas.push(delta);
  }

  /** What came after `afterSeq`, as one chunk. Only to be asked while `afterSeq < lastSeq`. */
  readAfter(afterSeq: number): LoggedChunk {
    const skipped = Math.max(0, afterSeq + 1 - this.fromSeq);
    const headEnd = skipped === 0 ? 0 : (this.#headEnds[skipped - 1] ?? this.#head.length);
    const rest = this.#deltas.slice(Math.max(0, skipped - this.#headEnds.length));
    const delta = this.#head.slice(headEnd) + (rest.length === 1 ? rest[0]! : rest.join(''));
    const [from, seq] = [this.fromSeq + skipped, this.lastSeq];
    const chunk = { type: 'text-delta', id: this.id, delta } as const;
    return from === seq ? { seq, chunk } : { seq, from, chunk };
  }

  /** Every delta by itself, as it was added. */
  pieces(): readonly LoggedChunk[] {
    const ends = [0, ...this.#headEnds];
    const head = this.#headEnds.map((end, index) => this.#head.slice(ends[index], end));
    return [...head, ...this.#deltas].map((delta, index) => ({
      seq: this.fromSeq + index,
      chunk: { type: 'text-delta', id: this.id, delta },
    }));
  }

  /** Joins what is held as pieces into one text. Reading gives the same as before. */
  compact(): void {
    if (this.#deltas.length < 2) return;
    let end = this.#head.length;
    for (const delta of this.#deltas) this.#headEnds.push((end += delta.length));
    this.#head = this.#head + this.#deltas.join('');
    this.#deltas = [];
  }
}
