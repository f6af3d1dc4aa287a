import { SpillWriteError } from '../errors.ts';
import type { SpillChunk, SpillFile } from '../ports/spill-file.ts';

/** The reference `SpillFile`. A test may break the disk. */
export class MemorySpillFile implements SpillFile {
  readonly #maxCharacters: number;
  readonly #chunks = new Map<string, string[]>();
  #open: string[] | undefined;
  #made = 0;
  #failure: string | undefined;

  constructor(maxCharacters = 64 * 1_048_576) {
    this.#maxCharacters = maxCharacters;
  }

  break(reason: string | undefined): void {
    this.#failure = reason;
  }

  get bytes(): number {
    return [...this.#chunks.values()].flat().reduce((sum, text) => sum + text.length, 0);
  }

  async append(texts: readonly string[]): Promise<void> {
    if (this.#failure) throw new SpillWriteError(`The spill cannot be written: ${this.#failure}.`);
    const characters = texts.reduce((sum, text) => sum + text.length, 0);
    if (this.bytes + characters > this.#maxCharacters) throw new SpillWriteError('The spill is full.');
    if (!this.#open) {
      this.#open = [];
      this.#chunks.set(`chunk-${(this.#made += 1)}`, this.#open);
    }
    this.#open.push(...texts);
  }

  async oldest(): Promise<SpillChunk | undefined> {
    for (const [name, texts] of this.#chunks) {
      if (this.#open === texts) this.#open = undefined;
      return { name, texts: [...texts], damaged: 0 };
    }
    return undefined;
  }

  async remove({ name }: SpillChunk): Promise<void> {
    this.#chunks.delete(name);
  }

  async close(): Promise<void> {}
}
