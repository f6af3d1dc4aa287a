import { estimateTokens, type ModelSettings } from '@naru/language-model';

/** An answer's text, cut as the settings ask. */
export interface CutText {
  readonly text: string;
  /** True when `maxTokens` cut it. */
  readonly wasCut: boolean;
}

export function cutText(text: string, { stop = [], maxTokens }: ModelSettings): CutText {
  const stops = stop
    .filter(word => word !== '')
    .map(word => text.indexOf(word))
    .filter(at => at >= 0);
  const stopped = stops.length > 0 ? text.slice(0, Math.min(...stops)) : text;
  if (maxTokens === undefined || estimateTokens(stopped) <= maxTokens) return { text: stopped, wasCut: false };
  let kept = '';
  for (const word of wordsOf(stopped)) {
    if (estimateTokens(kept + word) > maxTokens) break;
    kept += word;
  }
  return { text: kept, wasCut: true };
}

/** The text in pieces, each a word with the blanks after it. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/^\s+|\S+\s*/g) ?? [];
}
