import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';

export interface TemporaryFolder {
  readonly path: string;
  /** Leaves exactly these files in it. */
  fill(files: readonly { readonly path: string; readonly text: string | Uint8Array }[]): Promise<void>;
  remove(): Promise<void>;
}

/** A folder of its own; removed after the test, where one is given. */
export async function temporaryFolder(t?: TestContext): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'naru-files-'));
  const remove = (): Promise<void> => rm(path, { recursive: true, force: true });
  t?.after(remove);
  return {
    path,
    async fill(files) {
      await remove();
      await mkdir(path, { recursive: true });
      for (const file of files) {
        const target = join(path, file.path);
        await mkdir(dirname(target), { recursive: true });
        await writeFile(target, file.text);
      }
    },
    remove,
  };
}
