import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const REQUIREMENT = /\b(?:[A-Z]-)(?:[A-Z]+-)?\d+\b/g;
const TITLE = /\b(?:describe|it)\(\s*(['"`])((?:(?!\1).)*)\1/gs;

/** `docs/TESTS.md`: which tests see to which requirement, by the ids in the tests' names and comments. */
export function testMap(root: string): string {
  const byId = new Map<string, Map<string, string[]>>();
  for (const path of globSync('{packages,adapters,apps,tooling}/**/*.{test,contract}.ts', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }).sort()) {
    const text = readFileSync(join(root, path), 'utf8');
    const titles = [...text.matchAll(TITLE)].map(match => match[2] ?? '');
    for (const id of new Set(text.match(REQUIREMENT) ?? [])) {
      const files = byId.getOrInsertComputed(id, () => new Map<string, string[]>());
      files.set(
        path,
        titles.filter(title => title.includes(id)),
      );
    }
  }
  const rows = [...byId]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([id, files]) => row(id, files));
  return `${HEAD}${rows.join('\n')}\n`;
}

const HEAD = `# Requirements and their tests

Made by \`npm run generate\` from the requirement ids that stand in the tests. An id that is not here has no test that names it.

| id | tests |
| --- | --- |
`;

function row(id: string, files: ReadonlyMap<string, readonly string[]>): string {
  const cells = [...files].map(([path, titles]) =>
    [`\`${path}\``, ...titles.map(title => `– ${title.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')}`)].join('<br>'),
  );
  return `| ${id} | ${cells.join('<br>')} |`;
}
