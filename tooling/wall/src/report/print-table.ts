import type { WallResult } from '../wall.ts';

/** The wall as lines for a terminal: one a row and lane. */
export function printTable({ rows, logs }: WallResult): string {
  const lines = rows.map(({ lane, row, cells, durationMs }) => {
    const failed = cells.filter(({ problems }) => problems.length > 0).length;
    const verdict = failed === 0 ? '✓' : `✗ ${failed} of ${cells.length}`;
    return `${verdict.padEnd(9)} ${row.numbers.join(' ').padEnd(16)} ${row.name}  (${lane}, ${Math.round(durationMs)} ms)`;
  });
  const logLines = logs.map(({ lane, problems }) => `${problems.length === 0 ? '✓' : '✗'} log of ${lane}`);
  return [...lines, '', ...logLines].join('\n');
}
