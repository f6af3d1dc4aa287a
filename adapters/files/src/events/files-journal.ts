import { closeSync, fdatasync, fsyncSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { JournalWriteError, type JournalFile, type JournalFolder } from '@naru/events';
import { codeOf } from '../article-folder.ts';

const SEGMENT = /^[\w-]+\.seg$/;
const syncData = promisify(fdatasync);

/** Segments as files of a folder, for this account only. One process at a time. */
export function createFilesJournal(folder: string): JournalFolder {
  return {
    async list() {
      const names = (await namesIn(folder)).filter(name => SEGMENT.test(name)).sort();
      return Promise.all(names.map(async name => ({ name, bytes: (await stat(join(folder, name))).size })));
    },
    read: name => readFile(join(folder, name)),
    create: name => createSegment(folder, name),
    remove: name => rm(join(folder, name), { force: true }),
  };
}

function createSegment(folder: string, name: string): JournalFile {
  const file = attempt('made', () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return openSync(join(folder, name), 'wx', 0o600);
  });
  let isOpen = true;
  let isEntered = false;

  async function sync(): Promise<void> {
    if (!isOpen) return;
    try {
      await syncData(file);
    } catch (error) {
      throw failure('synced', error);
    }
    // A file is found after a power cut only if its folder has been told of it, too.
    if (isEntered) return;
    isEntered = true;
    attempt('entered in its folder', () => syncFolder(folder));
  }

  return {
    append(bytes) {
      if (!isOpen) throw new JournalWriteError('The journal segment is closed.');
      attempt('written', () => {
        for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      });
    },
    sync,
    async close() {
      if (!isOpen) return;
      try {
        await sync();
      } finally {
        isOpen = false;
        closeSync(file);
      }
    },
  };
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function attempt<Value>(what: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw failure(what, error);
  }
}

function failure(what: string, cause: unknown): JournalWriteError {
  return new JournalWriteError(`The journal segment could not be ${what}: ${codeOf(cause)}.`, { cause });
}
