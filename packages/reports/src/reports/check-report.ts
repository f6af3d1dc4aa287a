import { REPORT_ID_FORM, isReportId } from './report-id.ts';
import type { Located, ReportDraft } from './report-draft.ts';
import { REPORT_LIMITS } from './report-limits.ts';
import type { ProblemList } from './report-problem.ts';
import type { Report } from './report.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** None of them can be seen, and not every database keeps them. */
const CONTROL = /[^\P{Cc}\n\t]|\p{Cs}/u;
const HTML = /<(?:[a-z!/?])[^>\n]*>/i;
const SEOUL_MIDNIGHT = 'T00:00:00+09:00';

export interface ReportDefaults {
  /** Of a file that names none, such as by its own name. */
  readonly id: string;
  readonly createdAtMs: number;
}

/** The report that a draft makes, or `undefined` after every mistake in it was told. */
export function checkReport(draft: ReportDraft, defaults: ReportDefaults, problems: ProblemList): Report | undefined {
  const id = draft.id?.text ?? defaults.id;
  if (!isReportId(id)) {
    const found = draft.id ? `found "${shown(id)}"` : `and the file's name gives "${shown(id)}"; add "id"`;
    problems.add(draft.id?.line ?? 1, `"id" is ${REPORT_ID_FORM}, ${found}`);
  }
  const title = checked('title', draft.title, REPORT_LIMITS.titleCharacters, problems);
  const summary = checked('summary', draft.summary, REPORT_LIMITS.summaryCharacters, problems);
  const headline = checked(
    'headline',
    draft.headline ?? (draft.summary && { ...draft.summary, text: firstSentence(draft.summary.text) }),
    REPORT_LIMITS.headlineCharacters,
    problems,
  );
  if (draft.sections.length === 0 || draft.sections.length > REPORT_LIMITS.sections) {
    problems.add(1, `a report has 1 to ${REPORT_LIMITS.sections} sections, found ${draft.sections.length}`);
  }
  const sections = draft.sections.slice(0, REPORT_LIMITS.sections).map(({ heading, body }) => ({
    heading: checked('heading', heading, REPORT_LIMITS.headingCharacters, problems),
    body: checked('body of a section', body, REPORT_LIMITS.bodyCharacters, problems),
  }));
  const createdAtMs = draft.createdAt ? readTime(draft.createdAt, problems) : defaults.createdAtMs;
  return problems.found.length === 0 ? { id, title, headline, summary, sections, createdAtMs } : undefined;
}

function checked(name: string, located: Located | undefined, maxCharacters: number, problems: ProblemList): string {
  if (!located) {
    problems.add(1, `"${name}" is missing`);
    return '';
  }
  const text = located.text.normalize('NFC').trim();
  if (text.length === 0 || text.length > maxCharacters) {
    problems.add(located.line, `the ${name} has 1 to ${maxCharacters} characters, found ${text.length}`);
  }
  const control = CONTROL.exec(text);
  if (control) {
    const code = control[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    problems.add(lineOf(located, text, control.index), `the ${name} holds what is no text, found U+${code}`);
  }
  const html = HTML.exec(text);
  if (html) {
    const line = lineOf(located, text, html.index);
    problems.add(line, `a report is Markdown without HTML, found "${shown(html[0])}"`);
  }
  return text;
}

function lineOf({ line, isInOneLine }: Located, text: string, at: number): number {
  return isInOneLine ? line : line + (text.slice(0, at).match(/\n/g)?.length ?? 0);
}

/** A day begins in Seoul. */
function readTime({ text, line }: Located, problems: ProblemList): number {
  const isKnownForm = DAY.test(text) || INSTANT.test(text);
  const atMs = isKnownForm ? Date.parse(DAY.test(text) ? `${text}${SEOUL_MIDNIGHT}` : text) : Number.NaN;
  if (Number.isNaN(atMs) || (DAY.test(text) && !isDayOfCalendar(text))) {
    problems.add(line, `"created_at" is a day or an instant such as 2026-11-20, found "${shown(text)}"`);
  }
  return atMs;
}

/** `Date` takes 31 February for a day in March. */
function isDayOfCalendar(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function firstSentence(text: string): string {
  const plain = text.trim().replaceAll(/\s+/g, ' ');
  const [sentence = plain] = /^.+?[.!?。](?=\s|$)/.exec(plain) ?? [];
  return sentence.slice(0, REPORT_LIMITS.headlineCharacters);
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
