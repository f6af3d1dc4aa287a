import { holds, type Finding, type Limit } from '../bench.ts';
import { round } from './print-table.ts';
import type { BenchResult } from './to-html.ts';

/** All findings as the table of `docs/PERFORMANCE.md`. */
export function toMarkdown(results: readonly BenchResult[]): string {
  const rows = results.flatMap(({ bench, findings }) => findings.map(finding => row(bench, finding)));
  return [
    '| bench | figure | median | worst | control | floor, aim | |',
    '|---|---|--:|--:|--:|---|---|',
    ...rows,
  ].join('\n');
}

function row(bench: string, finding: Finding): string {
  const { figure, unit, median, worst, control, limit } = finding;
  const cells = [
    bench,
    figure,
    `${round(median)} ${unit}`.trim(),
    round(worst),
    control === undefined ? '' : round(control),
    limit ? limitText(limit) : '',
    limit ? verdict(finding, limit) : '',
  ];
  return `| ${cells.join(' | ')} |`;
}

function limitText({ kind, floor, aim }: Limit): string {
  const sign = kind === 'at-least' ? '≥' : '≤';
  return aim === undefined ? `${sign} ${floor}` : `${sign} ${floor}, ${aim}`;
}

function verdict(finding: Finding, { kind, aim }: Limit): string {
  if (!holds(finding)) return 'missed';
  if (aim === undefined) return 'holds';
  return (kind === 'at-least' ? finding.median >= aim : finding.median <= aim) ? 'aim met' : 'holds';
}
