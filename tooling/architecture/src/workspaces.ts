import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Workspace {
  /** Without the scope. */
  readonly name: string;
  /** Such as `packages/kernel`, with forward slashes. */
  readonly folder: string;
  /** Everything that its `package.json` declares, also for tests. */
  readonly declared: readonly string[];
  readonly sources: readonly Source[];
}

export interface Source {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Reads every workspace of the repository with its sources. */
export function readWorkspaces(root: string): readonly Workspace[] {
  return globSync('{packages,adapters,apps,tooling}/*/package.json', { cwd: root }).map(path => {
    const manifest = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
      readonly name: string;
      readonly dependencies?: Readonly<Record<string, string>>;
      readonly devDependencies?: Readonly<Record<string, string>>;
    };
    const folder = dirname(path);
    return {
      name: manifest.name.replace('@naru/', ''),
      folder,
      declared: Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }),
      sources: readSources(root, folder),
    };
  });
}

function readSources(root: string, folder: string): readonly Source[] {
  return globSync('**/*.{ts,tsx,cjs}', { cwd: join(root, folder), exclude: ['**/node_modules/**', '**/dist/**'] })
    .map(file => join(folder, file))
    .map(path => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
