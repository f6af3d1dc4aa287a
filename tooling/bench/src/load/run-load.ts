import { spawnPinned, WORLD_CORE } from '../measure/process-under-test.ts';
import { resolve } from 'node:path';

/** Runs a load program to its end and gives the window that it measured. */
export async function runLoad<Window>(file: string, args: readonly (string | number)[]): Promise<Window> {
  const path = resolve(import.meta.dirname, file);
  const child = spawnPinned(WORLD_CORE, [path, ...args.map(String)], {}, ['ignore', 'inherit', 'inherit', 'ipc']);
  return await new Promise<Window>((resolveWindow, reject) => {
    child.once('message', message => resolveWindow(message as Window));
    child.once('exit', code => reject(new Error(`${file} ended with ${code} and measured nothing`)));
  });
}
