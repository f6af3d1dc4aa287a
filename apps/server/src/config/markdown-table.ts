/** A table as Prettier would write it: columns padded, pipes escaped. Cells are plain ASCII. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map(row => row.map(escape));
  const widths = header.map((_, column) => Math.max(3, ...cells.map(row => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const [head = [], ...body] = cells;
  return [line(head), `| ${widths.map(width => '-'.repeat(width)).join(' | ')} |`, ...body.map(line)].join('\n');
}

function escape(cell: string): string {
  // Outside of code, what looks like a tag would vanish.
  return cell
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replaceAll('<', '\\<').replaceAll('_', '\\_')))
    .join('')
    .replaceAll('|', '\\|');
}
