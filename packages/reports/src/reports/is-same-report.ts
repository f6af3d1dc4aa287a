import type { Report } from './report.ts';

/** Whether two reports say the same, time included. */
export function isSameReport(one: Report, other: Report): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other));
}

function plain({ id, title, headline, summary, sections, createdAtMs }: Report): readonly unknown[] {
  return [id, title, headline, summary, createdAtMs, ...sections.map(({ heading, body }) => [heading, body])];
}
