import { fenced, type CitableSource } from '@naru/chat/assistant';
import type { Message } from '@naru/language-model';
import type { Report } from '../../reports/report.ts';
import { ROLE_AND_RULES } from './role-and-rules.ts';

/** Raised with every change of a file in this folder or of a fixed sentence. */
export const PROMPT_VERSION = 'report-2';

const TAG = 'reader-message';
/** The day of a report is the one on a wall in Seoul. */
const SEOUL_AHEAD_MS = 9 * 3_600_000;

/** Rules, headlines of the report, its summary and the sections that fit, then the conversation, the question last. */
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

/** What the prompt says of the report beside its sources, and an answer may repeat. */
export function sayable({ title, sections, createdAtMs }: Report): readonly string[] {
  const headings = sections.map(({ heading }, index) => `${index + 1}. ${heading}`).join('\n');
  return [title, new Date(createdAtMs + SEOUL_AHEAD_MS).toISOString().slice(0, 10), headings];
}

function overview(report: Report): string {
  const [title = '', day = '', headings = ''] = sayable(report);
  return fenced('report', headings, { title, day });
}

function sourcesSection(sources: readonly CitableSource[]): string {
  const texts = sources.map(({ title, text }, index) => fenced('source', text, { n: index + 1, title }));
  return `근거 자료 (번호 순)\n${texts.join('\n')}`;
}
