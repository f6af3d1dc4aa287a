import { testMap } from './test-map.ts';

/** Every generated file of the repository: path from the root, and its text as the sources say now. */
export async function generatedDocuments(root: string): Promise<ReadonlyMap<string, string>> {
  return new Map([['docs/TESTS.md', testMap(root)]]);
}
