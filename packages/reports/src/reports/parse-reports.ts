import { parseReport } from './parse-report.ts';
import { MAX_IMPORTED_REPORTS } from './report-limits.ts';
import type { ReportFile, ReportProblem } from './report-problem.ts';
import type { Report } from './report.ts';

export type ParsedReports =
  | { readonly kind: 'reports'; readonly reports: readonly Report[] }
  | { readonly kind: 'problems'; readonly problems: readonly ReportProblem[] };

/** Reads the reports of one import: all of them, or every problem of every file. Two may not share an id. */
export function parseReports(files: readonly ReportFile[], nowMs: number): ParsedReports {
  if (files.length > MAX_IMPORTED_REPORTS) {
    const message = `one import brings up to ${MAX_IMPORTED_REPORTS} reports, found ${files.length}`;
    return { kind: 'problems', problems: [{ path: files[0]?.path ?? '', line: 1, message }] };
  }
  const pathOf = new Map<string, string>();
  const reports: Report[] = [];
  const problems: ReportProblem[] = [];
  for (const file of files) {
    const parsed = parseReport(file, nowMs);
    if (parsed.kind === 'problems') {
      problems.push(...parsed.problems);
      continue;
    }
    const { report } = parsed;
    const other = pathOf.get(report.id);
    if (other === undefined) pathOf.set(report.id, file.path);
    else problems.push({ path: file.path, line: 1, message: `the id "${report.id}" belongs to ${other} too` });
    reports.push(report);
  }
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'reports', reports };
}
