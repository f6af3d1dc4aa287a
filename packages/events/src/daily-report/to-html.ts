import type { DailyReport } from './daily-report.ts';
import { reportTables, type ReportTable } from './report-tables.ts';

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd}
@media(prefers-color-scheme:dark){body{color:#eee;background:#161616}th,td{border-color:#444}}`;

/** The report as one page that needs nothing else: no script, no foreign file. */
export function dailyReportToHtml(report: DailyReport): string {
  const title = `일일 보고서 ${escaped(report.day)}`;
  return `<!doctype html>
<html lang="ko">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body>
<h1>${title}</h1>
${reportTables(report).map(section).join('\n')}
</body>
</html>
`;
}

function section({ title, head, rows, empty }: ReportTable): string {
  if (rows.length === 0) return `<h2>${title}</h2>\n<p>${empty}</p>`;
  const headRow = head.map(cell => `<th scope="col">${escaped(cell)}</th>`).join('');
  const body = rows.map(row => `<tr>${row.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('\n');
  return `<h2>${title}</h2>\n<table>\n<thead><tr>${headRow}</tr></thead>\n<tbody>\n${body}\n</tbody>\n</table>`;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES.get(character) ?? character);
}
