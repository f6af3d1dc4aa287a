import type { ReportEntry } from '../reports/report.ts';

/** Says that the report does not speak of it; the same sentence as the service desk's (S-RAG-1). */
export const NOT_IN_REPORT_SENTENCE = '죄송합니다. 안내해 드릴 수 있는 근거를 찾지 못했습니다.';

const SHOWN_REPORTS = 5;

/** Asks which report is meant. */
export function whichReport(reports: readonly ReportEntry[]): string {
  if (reports.length === 0) return '아직 등록된 리포트가 없습니다. 리포트가 등록되면 질문해 주세요.';
  return `어떤 리포트에 대한 질문인지 알려 주세요.\n${titles(reports)}`;
}

/** Says that the report of the conversation is not there. */
export function noSuchReport(reports: readonly ReportEntry[]): string {
  const sentence = '이 리포트를 찾을 수 없습니다. 삭제되었거나 주소가 바뀌었을 수 있습니다.';
  return reports.length === 0 ? sentence : `${sentence} 지금 볼 수 있는 리포트는 다음과 같습니다.\n${titles(reports)}`;
}

export function greeting(title: string): string {
  return `안녕하세요. ‘${title}’에 대해 궁금한 점을 물어보세요.`;
}

export const YOU_ARE_WELCOME = '도움이 되었다니 기쁩니다. 리포트에 대해 더 궁금한 점이 있으면 물어보세요.';

function titles(reports: readonly ReportEntry[]): string {
  return reports
    .slice(0, SHOWN_REPORTS)
    .map(({ title }) => `- ${title}`)
    .join('\n');
}
