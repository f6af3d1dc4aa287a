import type { LoggedChunk } from '../ports/stream-log.ts';
import { isTerminal, type TurnChunk } from '../turn/turn-chunk.ts';
import { TextRun } from './text-run.ts';

/** What one delta costs beside its characters, as measured on V8: the array slot and the string's header. */
const DELTA_OVERHEAD_BYTES = 40;
/** What of it is left once deltas are merged: the offset at which each of them ends. */
const OFFSET_BYTES = 8;
const BYTES_PER_CHARACTER = 2;

/** The chunks of one answer, in memory. */
export class LoggedStream {
  readonly #maxBytes: number;
  readonly #entries: (TextRun | { readonly lastSeq: number; readonly chunk: TurnChunk })[] = [];
  readonly #waiting = new Set<() => void>();
  #lastSeq = 0;
  #bytes = 0;
  #mergeableBytes = 0;
  #isEnded = false;

  /** @param maxBytes beyond this, text deltas are merged: little more than their text is kept */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Estimated memory held. */
  get bytes(): number {
    return this.#bytes;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Takes chunks up to and including the first terminal one. */
  append(chunks: readonly TurnChunk[]): void {
    if (this.#isEnded) return;
    for (const chunk of chunks) {
      this.#add(chunk);
      this.#isEnded = isTerminal(chunk);
      if (this.#isEnded) break;
    }
    // A doubling threshold keeps merging linear in the length of the text.
    if (this.#isEnded || (this.#bytes > this.#maxBytes && this.#mergeableBytes > this.#bytes / 2)) this.#compact();
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** All chunks so far, none of them merged. */
  get chunks(): readonly LoggedChunk[] {
    return this.#entries.flatMap(entry =>
      entry instanceof TextRun ? entry.pieces() : [{ seq: entry.lastSeq, chunk: entry.chunk }],
    );
  }

  async *read(afterSeq: number, signal: AbortSignal): AsyncGenerator<readonly LoggedChunk[], void, undefined> {
    let readSeq = Math.max(0, afterSeq);
    let index = this.#indexAfter(readSeq);
    while (!signal.aborted) {
      const batch: LoggedChunk[] = [];
      for (; index < this.#entries.length; index += 1) {
        const entry = this.#entries[index]!;
        if (entry.lastSeq <= readSeq) continue;
        batch.push(entry instanceof TextRun ? entry.readAfter(readSeq) : { seq: entry.lastSeq, chunk: entry.chunk });
        readSeq = entry.lastSeq;
      }
      // The last run may grow while we wait, so it is looked at again.
      index = Math.max(0, index - 1);
      if (batch.length > 0) yield batch;
      if (readSeq < this.#lastSeq) continue;
      if (this.#isEnded) return;
      await this.#change(signal);
    }
  }

  #add(chunk: TurnChunk): void {
    this.#lastSeq += 1;
    if (chunk.type !== 'text-delta') {
      this.#bytes += JSON.stringify(chunk).length * BYTES_PER_CHARACTER + DELTA_OVERHEAD_BYTES;
      this.#entries.push({ lastSeq: this.#lastSeq, chunk });
      return;
    }
    const last = this.#entries.at(-1);
    const isSameText = last instanceof TextRun && last.id === chunk.id;
    const run = isSameText ? last : new TextRun(chunk.id, this.#lastSeq);
    if (!isSameText) this.#entries.push(run);
    run.add(chunk.delta);
    this.#bytes += chunk.delta.length * BYTES_PER_CHARACTER + DELTA_OVERHEAD_BYTES;
    this.#mergeableBytes += DELTA_OVERHEAD_BYTES - OFFSET_BYTES;
  }

  #compact(): void {
    for (const entry of this.#entries) if (entry instanceof TextRun) entry.compact();
    this.#bytes -= this.#mergeableBytes;
    this.#mergeableBytes = 0;
  }

  /** The first entry that holds something after `seq`, found by halving: resumes of long answers are cheap. */
  #indexAfter(seq: number): number {
    let [low, high] = [0, this.#entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#entries[middle]!.lastSeq <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  async #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.add(resolve);
    signal.addEventListener('abort', resolve as () => void, { once: true });
    await promise;
    signal.removeEventListener('abort', resolve as () => void);
    this.#waiting.delete(resolve);
  }
}
