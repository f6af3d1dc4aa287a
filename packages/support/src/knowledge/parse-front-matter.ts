import { ARTICLE_LIMITS } from './article-limits.ts';
import type { ProblemList } from './problem-list.ts';

export interface FrontMatter {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  readonly updated: string;
  readonly questions: readonly string[];
  /** By question: the anchor after it (`- 얼마예요? {#fee}`), and its line. */
  readonly anchors: ReadonlyMap<string, QuestionAnchor>;
}

export interface QuestionAnchor {
  readonly anchor: string;
  readonly line: number;
}

type Key = keyof FrontMatter;

const KEYS: readonly Key[] = ['id', 'title', 'category', 'updated', 'questions'];
const ALLOWED = KEYS.join(', ');
const ID = /^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** A question, and the anchor of the section that answers it. */
const QUESTION = /^(.+?)(?:\s+\{#([a-z0-9-]+)\})?\s*$/;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;

/**
 * Reads the lines between the two `---`: `key: value`, and below `questions:` one `  - question {#anchor}` a line,
 * the anchor optional.
 * Not YAML, but a small part of it, so that every other form has a line number and a reason.
 *
 * @param firstLine number of `lines[0]` in the file
 */
export function parseFrontMatter(lines: readonly string[], firstLine: number, problems: ProblemList): FrontMatter {
  const values = new Map<Key, string>();
  const lineOf = new Map<Key, number>();
  const questions: string[] = [];
  const anchors = new Map<string, QuestionAnchor>();
  let open: Key | undefined;

  for (const [index, line] of lines.entries()) {
    const at = firstLine + index;
    if (line.trim() === '') continue;
    const item = /^\s+-\s+(.+)$/.exec(line);
    if (item) {
      if (open !== 'questions') {
        problems.add(at, 'a list may stand only below "questions:"');
        continue;
      }
      const [, asked = '', anchor] = QUESTION.exec(item[1] ?? '') ?? [];
      const question = checkedQuestion(unquoted(asked), at, problems);
      questions.push(question);
      if (anchor !== undefined) anchors.set(question, { anchor, line: at });
      continue;
    }
    const pair = /^([a-z]+):\s*(.*)$/.exec(line);
    const key = KEYS.find(known => known === pair?.[1]);
    if (!pair || !key) {
      problems.add(at, `expected "key: value" with one of ${ALLOWED}, found "${line.slice(0, 40)}"`);
      continue;
    }
    if (lineOf.has(key)) problems.add(at, `"${key}" is given twice`);
    open = key;
    lineOf.set(key, at);
    const value = unquoted(pair[2] ?? '');
    if (key === 'questions' && value !== '')
      problems.add(at, '"questions" is a list: one "  - question" a line below it');
    values.set(key, value);
  }

  for (const key of KEYS) if (!lineOf.has(key)) problems.add(firstLine, `"${key}" is missing`);
  const line = (key: Key): number => lineOf.get(key) ?? firstLine;
  const text = (key: Key): string => values.get(key) ?? '';

  if (lineOf.has('id') && !ID.test(text('id'))) {
    problems.add(
      line('id'),
      `"id" is lower-case words such as shipping/delivery-time, found "${text('id').slice(0, 40)}"`,
    );
  }
  for (const key of ['title', 'category'] as const) {
    const length = text(key).length;
    if (lineOf.has(key) && (length === 0 || length > ARTICLE_LIMITS.titleCharacters)) {
      problems.add(line(key), `"${key}" has 1 to ${ARTICLE_LIMITS.titleCharacters} characters, found ${length}`);
    }
  }
  if (lineOf.has('updated') && !DAY.test(text('updated'))) {
    problems.add(line('updated'), `"updated" is a day such as 2026-11-20, found "${text('updated').slice(0, 40)}"`);
  }
  if (lineOf.has('questions') && (questions.length === 0 || questions.length > ARTICLE_LIMITS.questions)) {
    problems.add(
      line('questions'),
      `"questions" has 1 to ${ARTICLE_LIMITS.questions} items, found ${questions.length}`,
    );
  }
  return {
    id: text('id'),
    title: text('title'),
    category: text('category'),
    updated: text('updated'),
    questions,
    anchors,
  };
}

function checkedQuestion(question: string, line: number, problems: ProblemList): string {
  if (question.length > ARTICLE_LIMITS.questionCharacters) {
    problems.add(
      line,
      `a question has up to ${ARTICLE_LIMITS.questionCharacters} characters, found ${question.length}`,
    );
  }
  return question;
}

/** The value without a pair of quotes around it. */
function unquoted(value: string): string {
  const trimmed = value.trim();
  return /^(".*"|'.*')$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}
