import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseReports } from '../reports/parse-reports.ts';
import type { Report } from '../reports/report.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../reports');

/** The reports of this repository's `reports/`. */
export function shippedReports(): readonly Report[] {
  const paths = globSync('*.{md,json}', { cwd: FOLDER }).filter(path => path !== 'README.md');
  const files = paths.map(path => ({ path, text: readFileSync(join(FOLDER, path), 'utf8') }));
  const parsed = parseReports(files, 0);
  if (parsed.kind === 'problems') throw new Error(`the shipped reports are wrong: ${JSON.stringify(parsed.problems)}`);
  return parsed.reports;
}
