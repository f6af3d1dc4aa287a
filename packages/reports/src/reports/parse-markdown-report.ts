import type { Located, ReportDraft } from './report-draft.ts';
import type { ProblemList } from './report-problem.ts';

const FENCE = '---';
const KEYS = ['id', 'title', 'headline', 'created_at'] as const;
type Key = (typeof KEYS)[number];
const CODE_FENCE = /^\s{0,3}(?:```|~~~)/;

/**
 * Reads a report in Markdown: optional front matter (`id`, `title`, `headline`, `created_at`), the title as `# …`
 * where the front matter has none, the summary up to the first `## `, then one section for each `## heading`.
 */
export function parseMarkdownReport(text: string, problems: ProblemList): ReportDraft {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  const front = readFrontMatter(lines, problems);
  const { title, summary, sections } = readBody(lines, front.end, problems);
  const given = (key: Key): Located | undefined => front.values.get(key);
  const titled = given('title') ?? title;
  return {
    ...pick('id', given('id')),
    ...pick('title', titled),
    ...pick('headline', given('headline')),
    ...pick('summary', summary),
    ...pick('createdAt', given('created_at')),
    sections,
  };
}

function pick<Name extends string>(name: Name, value: Located | undefined): { readonly [_ in Name]?: Located } {
  return (value ? { [name]: value } : {}) as { readonly [_ in Name]?: Located };
}

/** @returns what it says, and the index of the first line behind it */
function readFrontMatter(
  lines: readonly string[],
  problems: ProblemList,
): { readonly values: ReadonlyMap<Key, Located>; readonly end: number } {
  const values = new Map<Key, Located>();
  if (lines[0]?.trimEnd() !== FENCE) return { values, end: 0 };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end < 0) {
    problems.add(1, `the front matter is not closed by a second "${FENCE}"`);
    return { values, end: lines.length };
  }
  for (const [index, line] of lines.slice(1, end).entries()) {
    const at = index + 2;
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const pair = /^([a-z_]+):\s*(.*)$/.exec(line);
    const key = KEYS.find(known => known === pair?.[1]);
    if (!pair || !key) {
      problems.add(at, `expected "key: value" with one of ${KEYS.join(', ')}, found "${line.slice(0, 40)}"`);
    } else if (values.has(key)) problems.add(at, `"${key}" is given twice`);
    else values.set(key, { text: unquoted(pair[2] ?? ''), line: at });
  }
  return { values, end: end + 1 };
}

interface OpenPart {
  /** Missing for the summary. */
  readonly heading?: Located;
  readonly line: number;
  readonly body: string[];
}

function readBody(
  lines: readonly string[],
  from: number,
  problems: ProblemList,
): Pick<ReportDraft, 'title' | 'summary' | 'sections'> {
  let title: Located | undefined;
  let isCode = false;
  const parts: OpenPart[] = [{ line: from + 1, body: [] }];
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const at = index + 1;
    if (CODE_FENCE.test(line)) isCode = !isCode;
    const [, marks, heading = ''] = isCode ? [] : (/^(#{1,2})\s+(.*?)\s*#*$/.exec(line) ?? []);
    if (marks === '##') parts.push({ heading: { text: heading, line: at }, line: at + 1, body: [] });
    else if (marks === '#' && !title && parts.length === 1) title = { text: heading, line: at };
    else if (marks === '#') problems.add(at, 'one "# title" stands at the top; sections begin with "## "');
    else parts.at(-1)?.body.push(line);
  }
  const [summary, ...sections] = parts.map(({ heading, line, body }) => ({
    heading: heading ?? { text: '', line },
    body: located(body, line, heading?.line ?? line),
  }));
  return {
    ...(title && { title }),
    ...(summary && summary.body.text !== '' && { summary: summary.body }),
    sections,
  };
}

/** The text without blank lines around it, and the line that it begins in; `emptyLine` where there is none. */
function located(body: readonly string[], firstLine: number, emptyLine: number): Located {
  const first = body.findIndex(line => line.trim() !== '');
  return { text: body.join('\n').trim(), line: first < 0 ? emptyLine : firstLine + first };
}

/** The value without a pair of quotes around it. */
function unquoted(value: string): string {
  const trimmed = value.trim();
  return /^(".*"|'.*')$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
