import { unwatchFile, watchFile } from 'node:fs';

const LOOK_MS = 2_000;

/** Calls `onChange` when the file has changed, appeared or gone. Polled: notices of the file system come doubled or not at all. */
export function watchConfigFile(path: string, onChange: () => void): Disposable {
  const listener = (now: { readonly mtimeMs: number }, before: { readonly mtimeMs: number }): void => {
    if (now.mtimeMs !== before.mtimeMs) onChange();
  };
  watchFile(path, { interval: LOOK_MS, persistent: false }, listener);
  return { [Symbol.dispose]: () => unwatchFile(path, listener) };
}
