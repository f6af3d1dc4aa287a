import type { NumberedSource } from './request-facts.ts';

const MAX_SOURCES = 50;
const MAX_TEXT_CHARACTERS = 4_000;
const OPENING_LINE = /^\s*\[(\d{1,3})\]\s*(.*)$/;
const TAGGED = /<source n="(\d{1,3})"[^<>\n]*>([^<]*)<\/source>/g;

/**
 * Finds numbered sources in a prompt, which a model would cite as `[n]`: between tags `<source n="1">`, or each
 * beginning a line with its number.
 */
export function findSources(text: string): readonly NumberedSource[] {
  const tagged = [...text.matchAll(TAGGED)].slice(0, MAX_SOURCES);
  if (tagged.length === 0) return findByLines(text);
  return tagged.map(([, number = '', content = '']) => ({
    number: Number(number),
    id: number,
    text: content.trim().slice(0, MAX_TEXT_CHARACTERS),
  }));
}

function findByLines(text: string): readonly NumberedSource[] {
  const found: { number: number; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const opening = OPENING_LINE.exec(line);
    if (opening && found.length < MAX_SOURCES) found.push({ number: Number(opening[1]), lines: [opening[2] ?? ''] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ number, lines }) => ({
    number,
    id: String(number),
    text: lines.join('\n').trim().slice(0, MAX_TEXT_CHARACTERS),
  }));
}
