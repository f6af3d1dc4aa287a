const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/gu;

export interface TextColumn {
  readonly title: string;
  /** Numbers stand to the right. Default left. */
  readonly align?: 'left' | 'right';
}

/** Lines of a table for a terminal, the titles first. Korean letters take two places there. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): readonly string[] {
  const all = [columns.map(({ title }) => title), ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map(row => widthOf(row[column] ?? ''))));
  return all.map(row =>
    columns
      .map(({ align = 'left' }, column) => {
        const cell = row[column] ?? '';
        const space = ' '.repeat((widths[column] ?? 0) - widthOf(cell));
        return align === 'left' ? cell + space : space + cell;
      })
      .join('  ')
      .trimEnd(),
  );
}

function widthOf(text: string): number {
  return [...text].length + (text.match(WIDE)?.length ?? 0);
}
