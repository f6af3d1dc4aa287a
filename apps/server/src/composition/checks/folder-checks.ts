import { createMarkdownArticleSource, readReportFiles } from '@naru/files';
import { parseReports } from '@naru/reports';
import { createKnowledge } from '@naru/support';
import type { Check } from './check.ts';

/** Whether the articles can be indexed. */
export function articleCheck(folder: string): Check {
  return {
    name: `articles in ${folder}`,
    advice: 'Mend the article that is named, or set NARU_KNOWLEDGE_DIR. Look closer with: naru knowledge index',
    async run() {
      await createKnowledge({ source: createMarkdownArticleSource({ folder }) });
    },
  };
}

/** Whether a first start would find sample reports that it can read. */
export function sampleReportCheck(folder: string): Check {
  return {
    name: `sample reports in ${folder}`,
    advice: 'Mend the report that is named, or set NARU_REPORTS_DIR. A start goes on without them.',
    async run() {
      const parsed = parseReports(await readReportFiles(folder), 0);
      if (parsed.kind === 'reports') return;
      const [first, ...others] = parsed.problems;
      const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
      throw new Error(`${first?.path}:${first?.line}: ${first?.message}${more}`);
    },
  };
}
