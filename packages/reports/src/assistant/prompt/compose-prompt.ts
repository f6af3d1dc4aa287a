import type { CitableSource } from '@naru/chat/assistant';
import type { Message } from '@naru/language-model';
import type { Report } from '../../reports/report.ts';
import { fenced } from './fence.ts';
import { ROLE_AND_RULES } from './role-and-rules.ts';

/** Raised with every change of a file in this folder or of a fixed sentence. */
export const PROMPT_VERSION = 'report-1';

const TAG = 'reader-message';
/** The day of a report is the one on a wall in Seoul. */
const SEOUL_AHEAD_MS = 9 * 3_600_000;

/** Rules, summary and headlines of the report and the sections that fit, then the conversation, the question last. */
export function composePrompt(
  report: Report,
  sources: readonly CitableSource[],
  { text, history }: { readonly text: string; readonly history: readonly Message[] },
): readonly Message[] {
  return [
    { role: 'system', text: [ROLE_AND_RULES, overview(report), sourcesSection(sources)].join('\n\n') },
    // What readers wrote is data, then as now.
    ...history.map(message => (message.role === 'user' ? { ...message, text: fenced(TAG, message.text) } : message)),
    { role: 'user', text: fenced(TAG, text) },
  ];
}

function overview({ title, headline, summary, sections, createdAtMs }: Report): string {
  const headings = sections.map(({ heading }, index) => `${index + 1}. ${heading}`).join('\n');
  const day = new Date(createdAtMs + SEOUL_AHEAD_MS).toISOString().slice(0, 10);
  return fenced('report', `한 줄 결론: ${headline}\n\n요약\n${summary}\n\n목차\n${headings}`, { title, day });
}

function sourcesSection(sources: readonly CitableSource[]): string {
  const texts = sources.map(({ title, text }, index) => fenced('source', text, { n: index + 1, title }));
  return `근거 자료 (번호 순)\n${texts.join('\n')}`;
}
