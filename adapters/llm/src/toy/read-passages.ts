/** A sentence, or a list that makes sense only as a whole. */
export interface Passage {
  readonly text: string;
  /** The heading above it, plain; empty where there is none. */
  readonly heading: string;
  /** The lines of a list, when it is one. */
  readonly items?: readonly string[];
}

const MIN_CHARACTERS = 8;
const MAX_CHARACTERS = 300;
const MAX_ITEMS = 8;
const HEADING = /^#{1,6}\s+/;
const LIST_MARK = /^(?:[-*+]|\d{1,2}[.)])\s+/;
const NO_PROSE = /^(\||```|---|>|!\[)/;
/** A list line that is a sentence by itself. */
const IS_SENTENCE = /[.!?。]$/;

/**
 * The passages of an article in Markdown, without its markers. Steps and lists of fragments stay together;
 * tables, pictures and questions are left out.
 */
export function readPassages(text: string): readonly Passage[] {
  const passages: Passage[] = [];
  let heading = '';
  let items: string[] = [];
  const endList = (): void => {
    if (items.length > 0) passages.push(...fromList(items, heading));
    items = [];
  };
  for (const line of text.split(/\r?\n/).map(raw => raw.trim())) {
    if (line === '' || NO_PROSE.test(line)) continue;
    if (LIST_MARK.test(line)) {
      items.push(plain(line.replace(LIST_MARK, '')));
      continue;
    }
    endList();
    if (HEADING.test(line)) heading = plain(line.replace(HEADING, '').replace(/\s*\{#[^}]*\}\s*$/, ''));
    else passages.push(...sentencesOf(plain(line)).map(sentence => ({ text: sentence, heading })));
  }
  endList();
  return passages;
}

function fromList(items: readonly string[], heading: string): readonly Passage[] {
  if (items.every(item => IS_SENTENCE.test(item))) {
    return items.flatMap(sentencesOf).map(text => ({ text, heading }));
  }
  return [{ text: items.join(' '), heading, items: items.slice(0, MAX_ITEMS) }];
}

function sentencesOf(line: string): readonly string[] {
  return line
    .split(/(?<=[.!?。])\s+/)
    .map(sentence => sentence.trim())
    .filter(({ length }) => length >= MIN_CHARACTERS && length <= MAX_CHARACTERS)
    .filter(sentence => !/[?:]$/.test(sentence));
}

function plain(text: string): string {
  return text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*|__|`/g, '');
}
