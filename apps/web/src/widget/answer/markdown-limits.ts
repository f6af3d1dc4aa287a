/** What is given to the Markdown parser, and what is shown as it stands. */
export interface MarkdownShare {
  readonly markdown: string;
  readonly plain: string;
}

/** Parsing time grows with the square of some inputs, so one part may hold this much Markdown. */
const MOST_CHARS = 8 * 1024;
/** Nothing a person writes nests deeper; the parser's stack and its brackets are where hostile text hurts. */
const MOST_NESTING = 16;
const MOST_BRACKETS = 300;

/** Splits one text part at a line end near the limit; text that is built to hurt the parser gets no parser. */
export function limitMarkdown(text: string): MarkdownShare {
  if (isHostile(text)) return { markdown: '', plain: text };
  if (text.length <= MOST_CHARS) return { markdown: text, plain: '' };
  const lineEnd = text.lastIndexOf('\n', MOST_CHARS);
  const cut = lineEnd > MOST_CHARS / 2 ? lineEnd : MOST_CHARS;
  return { markdown: text.slice(0, cut), plain: text.slice(cut) };
}

function isHostile(text: string): boolean {
  let brackets = 0;
  for (const character of text) if (character === '[' || character === ']') brackets += 1;
  if (brackets > MOST_BRACKETS) return true;
  return text.split('\n').some(line => nesting(line) > MOST_NESTING);
}

/** Quote marks and list marks at the head of a line, each of which opens a level. */
function nesting(line: string): number {
  const head = /^[\s>*+\-\d.)]*/.exec(line.slice(0, 2_000))?.[0] ?? '';
  // A rule such as `-----` opens nothing: marks count when they stand apart, quote marks always.
  return (head.match(/>|[*+-](?=\s)|\d[.)](?=\s)/g) ?? []).length;
}
