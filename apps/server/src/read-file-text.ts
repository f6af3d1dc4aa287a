import { readFileSync } from 'node:fs';

/** A file's text; `undefined` when there is no such file. */
export function readFileText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
