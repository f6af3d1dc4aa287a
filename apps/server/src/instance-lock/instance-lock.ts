import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, processStartOf, readHolder, type LockHolder } from './lock-holder.ts';

/** A data directory taken by this process, until it is disposed. */
export interface InstanceLock extends Disposable {
  /** Lets commands find this server, whatever port it took. */
  announce(internalUrl: string): void;
}

export type TakeOutcome =
  | { readonly kind: 'taken'; readonly lock: InstanceLock }
  /** By a process that runs. */
  | { readonly kind: 'held'; readonly holder: LockHolder };

const NAME = 'naru.lock';
/** A lock that comes and goes meanwhile is tried for again, and not for ever. */
const TRIES = 5;

/**
 * Takes a data directory for this process by the file `naru.lock` in it. What a dead process has left is taken over.
 * Of several that try at once, one gets it.
 */
export function takeInstanceLock(dataDir: string, nowMs: number): TakeOutcome {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const path = join(dataDir, NAME);
  const own: LockHolder = {
    pid: process.pid,
    processStart: processStartOf(process.pid),
    startedAt: new Date(nowMs).toISOString(),
    internalUrl: undefined,
  };
  let holder = own;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    if (placeNew(path, own)) return { kind: 'taken', lock: lockOf(path, own) };
    const text = readText(path);
    if (text === undefined) continue;
    const found = readHolder(text);
    if (found && isRunning(found)) return { kind: 'held', holder: found };
    holder = found ?? holder;
    removeStale(path, text);
  }
  return { kind: 'held', holder };
}

/** The running process that a data directory belongs to; `undefined` where it is free. */
export function lockHolderOf(dataDir: string): LockHolder | undefined {
  const text = readText(join(dataDir, NAME));
  const holder = text === undefined ? undefined : readHolder(text);
  return holder && isRunning(holder) ? holder : undefined;
}

/** Puts the file there whole, or not at all where one is. */
function placeNew(path: string, holder: LockHolder): boolean {
  const draft = draftOf(path);
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Away with what was judged; whatever has come in its place meanwhile is put back. */
function removeStale(path: string, judged: string): void {
  const aside = `${draftOf(path)}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readText(aside) !== judged) linkSync(aside, path);
  } catch {
    // A third one was faster than the one put back: then two believe to hold it, and SQLite's own locks keep them apart.
  } finally {
    rmSync(aside, { force: true });
  }
}

function lockOf(path: string, own: LockHolder): InstanceLock {
  let written = own;
  const isOurs = (): boolean => readText(path) === JSON.stringify(written);
  return {
    announce(internalUrl) {
      if (!isOurs()) return;
      written = { ...own, internalUrl };
      const draft = draftOf(path);
      writeFileSync(draft, JSON.stringify(written), { mode: 0o600 });
      renameSync(draft, path);
    },
    [Symbol.dispose]() {
      if (isOurs()) rmSync(path, { force: true });
    },
  };
}

function draftOf(path: string): string {
  return `${path}.${process.pid}`;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
