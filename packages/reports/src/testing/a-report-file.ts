import type { ReportFile } from '../reports/report-problem.ts';

export interface MarkdownReportOptions {
  /** Lines of the front matter; none: no front matter. */
  readonly front?: readonly string[];
  readonly body?: string;
}

const FRONT = ['id: sales-2026-10', 'title: 10월 매출 보고서', 'headline: 8% 늘었습니다.', 'created_at: 2026-11-03'];
const BODY = '전자책이 이끌었습니다.\n\n## 전자책\n\n21% 늘었습니다.\n\n## 중고책\n\n12% 줄었습니다.';

/** A valid report in Markdown, as it stands in a file. */
export function aMarkdownReport({ front = FRONT, body = BODY }: MarkdownReportOptions = {}): ReportFile {
  const matter = front.length === 0 ? [] : ['---', ...front, '---', ''];
  return { path: 'reports/sales.md', text: [...matter, body, ''].join('\n') };
}

/** A report in JSON, each key on a line of its own; what is `undefined` is not there. */
export function aJsonReport(overrides: Readonly<Record<string, unknown>> = {}): ReportFile {
  const report = {
    id: 'sales-2026-10',
    title: '10월 매출 보고서',
    headline: '8% 늘었습니다.',
    summary: '전자책이 이끌었습니다.',
    created_at: '2026-11-03',
    sections: [{ heading: '전자책', body: '21% 늘었습니다.' }],
    ...overrides,
  };
  return { path: 'sales.json', text: JSON.stringify(report, undefined, 2) };
}
