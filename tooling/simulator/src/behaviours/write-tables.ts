import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { behaviourTable, faultTable } from './behaviour-tables.ts';

const README = fileURLToPath(new URL('../../README.md', import.meta.url));

/** The README as it should be: each table between its two marks, made anew from the registry. */
export function withTables(readme: string): string {
  return withSection(withSection(readme, 'behaviours', behaviourTable()), 'faults', faultTable());
}

function withSection(readme: string, name: string, table: string): string {
  const [start, end] = [`<!-- ${name}: generated -->`, `<!-- /${name} -->`];
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md: the marks ${start} and ${end} are missing`);
  return `${readme.slice(0, from + start.length)}\n\n<!-- prettier-ignore -->\n${table}\n\n${readme.slice(to)}`;
}

if (import.meta.main) writeFileSync(README, withTables(readFileSync(README, 'utf8')));
