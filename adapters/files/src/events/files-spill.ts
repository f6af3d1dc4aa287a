import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { open, readFile, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { SpillWriteError, type SpillChunk, type SpillFile } from '@naru/events';
import { codeOf } from '../article-folder.ts';
import { fromSpillLine, toSpillLine } from './spill-line.ts';

export interface FilesSpillOptions {
  readonly folder: string;
  /** The spill takes no more than this in all. */
  readonly maxBytes?: number;
  /** A file is closed when it is larger; it is read and removed whole. */
  readonly fileBytes?: number;
}

const MAX_BYTES = 1_073_741_824;
const FILE_BYTES = 4_194_304;
const NAME = /^spill-(\d{10})\.log$/;

interface OpenFile {
  readonly name: string;
  readonly handle: FileHandle;
  bytes: number;
}

/**
 * Texts in files of a folder, line by line, for this account only. One process at a time. A folder that cannot be read
 * counts as empty: a broken disk must not keep the process from starting.
 */
export function createFilesSpill(options: FilesSpillOptions): SpillFile {
  return new FilesSpill(options);
}

class FilesSpill implements SpillFile {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #fileBytes: number;
  /** Sizes by name, in the order of their making. */
  readonly #files = new Map<string, number>();
  #open: OpenFile | undefined;
  #lastNumber = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor({ folder, maxBytes = MAX_BYTES, fileBytes = FILE_BYTES }: FilesSpillOptions) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
    this.#fileBytes = fileBytes;
    for (const name of earlierFiles(folder)) {
      this.#files.set(name, statSync(join(folder, name)).size);
      this.#lastNumber = Number(NAME.exec(name)?.[1]);
    }
  }

  get bytes(): number {
    return this.#files.values().reduce((sum, bytes) => sum + bytes, 0);
  }

  append(texts: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#append(texts));
  }

  oldest(): Promise<SpillChunk | undefined> {
    return this.#inTurn(async () => {
      for (const name of this.#files.keys()) {
        if (this.#open?.name === name) await this.#closeOpen();
        const lines = (await readFile(join(this.#folder, name), 'utf8')).split('\n');
        const read = lines.filter(line => line !== '').map(fromSpillLine);
        const texts = read.filter(text => text !== undefined);
        return { name, texts, damaged: read.length - texts.length };
      }
      return undefined;
    });
  }

  remove({ name }: SpillChunk): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#files.has(name)) return;
      await rm(join(this.#folder, name), { force: true });
      this.#files.delete(name);
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeOpen());
  }

  async #append(texts: readonly string[]): Promise<void> {
    if (texts.length === 0) return;
    const bytes = Buffer.from(texts.map(toSpillLine).join(''));
    if (this.bytes + bytes.length > this.#maxBytes) {
      throw new SpillWriteError(`The spill is full: it holds ${this.bytes} of at most ${this.#maxBytes} bytes.`);
    }
    try {
      const file = (this.#open ??= await this.#create());
      // Counted before: part of it may be there even if the rest fails.
      this.#files.set(file.name, (file.bytes += bytes.length));
      await file.handle.appendFile(bytes);
      await file.handle.datasync();
      if (file.bytes >= this.#fileBytes) await this.#closeOpen();
    } catch (error) {
      // A torn line must stay the last of its file.
      await this.#closeOpen().catch(() => {});
      throw new SpillWriteError(`The spill could not be written: ${codeOf(error)}.`, { cause: error });
    }
  }

  async #create(): Promise<OpenFile> {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const name = `spill-${String(this.#lastNumber + 1).padStart(10, '0')}.log`;
    const handle = await open(join(this.#folder, name), 'ax', 0o600);
    this.#lastNumber += 1;
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return { name, handle, bytes: 0 };
  }

  async #closeOpen(): Promise<void> {
    const file = this.#open;
    this.#open = undefined;
    await file?.handle.close();
  }

  /** One after the other: lines of two appends must not mix. */
  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

function earlierFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter(name => NAME.test(name))
      .sort();
  } catch {
    return [];
  }
}
