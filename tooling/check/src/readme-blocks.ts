import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandNet, type Net } from './net.ts';

const CACHE = '.cache/readme-blocks';

/** Type-checks every ```ts block of every README, so that what newcomers copy compiles. */
export const readmeBlocks: Net = {
  name: 'README code blocks',
  async find(root) {
    const folder = join(root, CACHE);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    for (const [name, code] of blocksOf(root)) writeFileSync(join(folder, name), code);
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ extends: '../../tsconfig.json', include: ['*.ts'], exclude: [] }),
    );
    return commandNet('', 'tsc', ['-p', CACHE]).find(root);
  },
};

function blocksOf(root: string): readonly (readonly [string, string])[] {
  const pages = globSync(['README.md', 'README.ko.md', '{packages,adapters,apps,tooling}/*/README.md'], { cwd: root });
  return pages.flatMap(page => {
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(
      (match, index) => [`${page.replaceAll(/[/.]/g, '-')}-${index + 1}.ts`, `${match[1]}\nexport {};\n`] as const,
    );
  });
}
