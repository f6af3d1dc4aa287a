import type { ArticleFile } from '../ports/article-source.ts';
import { ARTICLE_LIMITS } from './article-limits.ts';
import type { Article, ArticleProblem, Passage } from './article.ts';
import { parseFrontMatter } from './parse-front-matter.ts';
import { ProblemList } from './problem-list.ts';

export type ParsedArticle =
  | { readonly kind: 'article'; readonly article: Article }
  | { readonly kind: 'problems'; readonly problems: readonly ArticleProblem[] };

const FENCE = '---';
const HEADING = /^## +(.+?) +\{#([a-z0-9]+(?:-[a-z0-9]+)*)\}\s*$/;

/** Reads one article: front matter, then sections that each begin with `## heading {#anchor}`. */
export function parseArticle(file: ArticleFile): ParsedArticle {
  const problems = new ProblemList(file.path);
  const article = readArticle(file.text, problems);
  return problems.found.length === 0 && article
    ? { kind: 'article', article }
    : { kind: 'problems', problems: problems.found };
}

function readArticle(text: string, problems: ProblemList): Article | undefined {
  if (text.length > ARTICLE_LIMITS.characters) {
    problems.add(1, `an article has up to ${ARTICLE_LIMITS.characters} characters, found ${text.length}`);
    return undefined;
  }
  const lines = text
    .replace(/^\uFEFF/, '')
    .normalize('NFC')
    .split(/\r\n|\n|\r/);
  if (lines[0]?.trimEnd() !== FENCE) {
    problems.add(1, `an article begins with "${FENCE}" and its front matter`);
    return undefined;
  }
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end < 0) {
    problems.add(lines.length, `the front matter is not closed by a second "${FENCE}"`);
    return undefined;
  }
  const { anchors, ...frontMatter } = parseFrontMatter(lines.slice(1, end), 2, problems);
  const passages = readPassages(lines, end + 1, problems);
  const known = passages.map(passage => passage.anchor);
  for (const { anchor, line } of anchors.values()) {
    if (!known.includes(anchor)) {
      problems.add(line, `a question names a section of this article (${known.join(', ')}), found "${anchor}"`);
    }
  }
  const answeredBy = new Map(Array.from(anchors, ([question, { anchor }]) => [question, anchor]));
  return { ...frontMatter, answeredBy, passages };
}

interface OpenPassage {
  readonly anchor: string;
  readonly heading: string;
  readonly line: number;
  readonly body: string[];
}

function readPassages(lines: readonly string[], from: number, problems: ProblemList): readonly Passage[] {
  const open: OpenPassage[] = [];
  const anchors = new Set<string>();
  for (let index = from; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const at = index + 1;
    if (/^#{1,6} /.test(line)) {
      const [, heading = '', anchor = ''] = HEADING.exec(line) ?? [];
      if (!anchor) problems.add(at, 'a section begins with "## heading {#anchor}", the anchor in lower-case words');
      else if (anchors.has(anchor)) problems.add(at, `the anchor "${anchor}" is used twice`);
      anchors.add(anchor);
      open.push({ anchor, heading, line: at, body: [] });
      continue;
    }
    const current = open.at(-1);
    if (current) current.body.push(line);
    else if (line.trim() !== '') problems.add(at, 'text stands before the first "## heading {#anchor}"');
  }
  if (open.length === 0 || open.length > ARTICLE_LIMITS.passages) {
    problems.add(from + 1, `an article has 1 to ${ARTICLE_LIMITS.passages} sections, found ${open.length}`);
  }
  return open.map(passage => closed(passage, problems));
}

function closed({ anchor, heading, line, body }: OpenPassage, problems: ProblemList): Passage {
  const text = body.join('\n').trim();
  if (text.length === 0 || text.length > ARTICLE_LIMITS.passageCharacters) {
    problems.add(line, `a section has 1 to ${ARTICLE_LIMITS.passageCharacters} characters, found ${text.length}`);
  }
  return { anchor, heading, text };
}
