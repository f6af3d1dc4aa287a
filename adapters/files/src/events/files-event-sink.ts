import { mkdirSync } from 'node:fs';
import { open, readFile, rm, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import {
  decodeEvent,
  DUPLICATE,
  readEncoded,
  SinkUnavailableError,
  STORED,
  type EncodedEvent,
  type EventSink,
  type WriteOutcome,
} from '@naru/events';
import { codeOf } from '../article-folder.ts';
import { namesIn } from './files-journal.ts';

export interface FilesEventSinkOptions {
  readonly folder: string;
  /** A file is followed by the next when it is larger, or when another day (UTC) has begun. */
  readonly fileBytes?: number;
  /** The oldest files go when there are more. */
  readonly maxFiles?: number;
  /** How many of the latest ids are remembered to leave out what comes twice. */
  readonly rememberedIds?: number;
}

const FILE_BYTES = 67_108_864;
const MAX_FILES = 100;
const REMEMBERED_IDS = 200_000;
const NAME = /^events-\d{4}-\d{2}-\d{2}-\d{6}\.ndjson$/;

/**
 * Events as lines of JSON, a file a day and more when they are large. An event that comes again after so many others
 * that it is forgotten is written again: whoever reads the files goes by `eventId`.
 */
export function createFilesEventSink(options: FilesEventSinkOptions): EventSink {
  return new FilesEventSink(options);
}

class FilesEventSink implements EventSink {
  readonly label = 'newline-delimited JSON';
  readonly #options: Required<FilesEventSinkOptions>;
  readonly #ids = new Set<string>();
  #names: string[] | undefined;
  #file: { readonly name: string; readonly handle: FileHandle; bytes: number } | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  constructor({
    folder,
    fileBytes = FILE_BYTES,
    maxFiles = MAX_FILES,
    rememberedIds = REMEMBERED_IDS,
  }: FilesEventSinkOptions) {
    this.#options = { folder, fileBytes, maxFiles, rememberedIds };
  }

  write(events: readonly EncodedEvent[], signal: AbortSignal): Promise<readonly WriteOutcome[]> {
    return this.#inTurn(async () => {
      signal.throwIfAborted();
      if (this.#isClosed) throw new SinkUnavailableError('The files of events are closed.');
      try {
        this.#names ??= await this.#readNames();
        return await this.#write(events);
      } catch (error) {
        // A torn line must stay the last of its file.
        await this.#closeFile().catch(() => {});
        throw new SinkUnavailableError(`Events could not be written to their file: ${codeOf(error)}.`, {
          cause: error,
        });
      }
    });
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#inTurn(() => this.#closeFile());
  }

  async #write(events: readonly EncodedEvent[]): Promise<readonly WriteOutcome[]> {
    const fresh = new Map<string, EncodedEvent>();
    const outcomes = events.map((event): WriteOutcome => {
      if (this.#ids.has(event.eventId) || fresh.has(event.eventId)) return DUPLICATE;
      if (decodeEvent(event.text)?.eventId !== event.eventId) return { kind: 'refused', reason: 'unreadable' };
      fresh.set(event.eventId, event);
      return STORED;
    });
    const latestMs = Math.max(0, ...fresh.values().map(({ atMs }) => atMs));
    if (fresh.size > 0) {
      const bytes = Buffer.from(Array.from(fresh.values(), ({ text }) => `${text}\n`).join(''));
      const file = await this.#fileFor(new Date(latestMs).toISOString().slice(0, 10));
      file.bytes += bytes.length;
      await file.handle.appendFile(bytes);
      this.#remember(fresh.keys());
    }
    return outcomes;
  }

  async #fileFor(day: string) {
    const { folder, fileBytes } = this.#options;
    const current = this.#file;
    // Late events of yesterday go with today's: files only ever go forward.
    if (current && current.bytes < fileBytes && dayOf(current.name) >= day) return current;
    await this.#closeFile();
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const last = this.#names?.at(-1);
    const isLaterDay = !last || dayOf(last) < day;
    const number = isLaterDay ? 1 : Number(last.slice(18, 24)) + 1;
    const name = `events-${isLaterDay ? day : dayOf(last)}-${String(number).padStart(6, '0')}.ndjson`;
    const handle = await open(join(folder, name), 'ax', 0o600);
    this.#names?.push(name);
    this.#file = { name, handle, bytes: 0 };
    await this.#removeOldest();
    return this.#file;
  }

  async #readNames(): Promise<string[]> {
    const { folder } = this.#options;
    const names = (await namesIn(folder)).filter(name => NAME.test(name)).sort();
    // What the last file holds may come again after a crash; what is older has long been acknowledged.
    const last = names.at(-1);
    if (last && (await stat(join(folder, last))).size <= 2 * this.#options.fileBytes) {
      const lines = (await readFile(join(folder, last), 'utf8')).split('\n');
      this.#remember(lines.map(line => readEncoded(line)?.eventId).filter(id => id !== undefined));
    }
    return names;
  }

  async #removeOldest(): Promise<void> {
    const names = this.#names ?? [];
    while (names.length > this.#options.maxFiles) await rm(join(this.#options.folder, names.shift()!), { force: true });
  }

  #remember(ids: Iterable<string>): void {
    for (const id of ids) this.#ids.add(id);
    for (const id of this.#ids) {
      if (this.#ids.size <= this.#options.rememberedIds) break;
      this.#ids.delete(id);
    }
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }

  #inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

function dayOf(name: string): string {
  return name.slice(7, 17);
}
