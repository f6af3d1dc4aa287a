import { holds, type Finding } from '../bench.ts';

/** The findings of one bench as lines for a terminal. */
export function printTable(name: string, what: string, findings: readonly Finding[]): void {
  console.log(`\n${name}: ${what}`);
  for (const finding of findings) {
    const { figure, median, worst, unit, control, limit, voidWindows } = finding;
    const parts = [`  ${mark(finding)} ${figure}: ${round(median)}${space(unit)} (worst ${round(worst)})`];
    if (control !== undefined) parts.push(`control ${round(control)}${space(unit)}`);
    if (limit)
      parts.push(
        `floor ${limit.kind === 'at-least' ? '≥' : '≤'} ${limit.floor}${limit.aim === undefined ? '' : `, aim ${limit.aim}`}`,
      );
    if (voidWindows > 0) parts.push(`${voidWindows} void windows`);
    console.log(parts.join(' · '));
  }
}

function mark(finding: Finding): string {
  if (!finding.limit) return ' ';
  return holds(finding) ? '✓' : '✗';
}

function space(unit: string): string {
  return unit === '' || unit === '×' ? unit : ` ${unit}`;
}

export function round(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en');
  return String(Number(value.toPrecision(3)));
}
