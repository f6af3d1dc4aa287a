import type { DailyReport } from './daily-report.ts';
import { reportTables, type ReportTable } from './report-tables.ts';

/** The report for a chat window or a repository. */
export function dailyReportToMarkdown(report: DailyReport): string {
  return [`# 일일 보고서 ${report.day}`, ...reportTables(report).map(section)].join('\n\n') + '\n';
}

function section({ title, head, rows, empty }: ReportTable): string {
  if (rows.length === 0) return `## ${title}\n\n${empty}`;
  const lines = [head, head.map(() => '---'), ...rows.map(row => row.map(escaped))];
  return `## ${title}\n\n${lines.map(cells => `| ${cells.join(' | ')} |`).join('\n')}`;
}

function escaped(text: string): string {
  return text.replace(/[\\|*_`[\]<>]/g, '\\$&').replace(/\s+/g, ' ');
}
