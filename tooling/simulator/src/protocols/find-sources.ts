import type { NumberedSource } from './request-facts.ts';

const MAX_SOURCES = 50;
const MAX_TEXT_CHARACTERS = 4_000;
const OPENING_LINE = /^\s*\[(\d{1,3})\]\s*(.*)$/;

/** Finds numbered sources in a prompt, which a model would cite as `[n]`: each begins a line with its number. */
export function findSources(text: string): readonly NumberedSource[] {
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
