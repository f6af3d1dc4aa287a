import { checkReport } from './check-report.ts';
import { parseJsonReport } from './parse-json-report.ts';
import { parseMarkdownReport } from './parse-markdown-report.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import { ProblemList, type ReportFile, type ReportProblem } from './report-problem.ts';
import type { Report } from './report.ts';

export type ParsedReport =
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'problems'; readonly problems: readonly ReportProblem[] };

/**
 * Reads one report from a file, as JSON where its name ends so, else as Markdown. Without an id of its own it takes
 * the file's name; without a time, `nowMs`; without a headline, the summary's first sentence.
 */
export function parseReport({ path, text }: ReportFile, nowMs: number): ParsedReport {
  const problems = new ProblemList(path);
  if (text.length > REPORT_LIMITS.characters) {
    problems.add(1, `a report has up to ${REPORT_LIMITS.characters} characters, found ${text.length}`);
    return { kind: 'problems', problems: problems.found };
  }
  const parse = path.toLowerCase().endsWith('.json') ? parseJsonReport : parseMarkdownReport;
  const draft = parse(text, problems);
  // What could not be read would only be called missing a second time.
  const report = problems.found.length === 0 ? checkReport(draft, defaultsOf(path, nowMs), problems) : undefined;
  return report ? { kind: 'report', report } : { kind: 'problems', problems: problems.found };
}

function defaultsOf(path: string, createdAtMs: number): { readonly id: string; readonly createdAtMs: number } {
  const name = path.split(/[\\/]/).at(-1) ?? '';
  return { id: name.replace(/\.(md|markdown|json)$/i, '').toLowerCase(), createdAtMs };
}
