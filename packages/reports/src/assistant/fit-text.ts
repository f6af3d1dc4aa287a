import { estimateTokens } from '@naru/language-model';
import { tokensOf } from './korean-words.ts';

const LEFT_OUT = '(…)';

/**
 * A text that fits `maxTokens` by the estimate: whole where it does, else its paragraphs that share most with what
 * is asked, in their order, `(…)` where something was left out.
 */
export function fitText(text: string, asked: ReadonlySet<string>, maxTokens: number): string {
  if (estimateTokens(text) <= maxTokens) return text;
  const paragraphs = text.split(/\n{2,}/).map((paragraph, index) => ({
    paragraph,
    index,
    shared: [...tokensOf(paragraph)].filter(token => asked.has(token)).length,
  }));
  const kept = new Set<number>();
  let left = maxTokens;
  for (const { paragraph, index } of paragraphs.toSorted((a, b) => b.shared - a.shared || a.index - b.index)) {
    const cost = estimateTokens(`${paragraph}\n\n${LEFT_OUT}\n\n`);
    if (cost > left) continue;
    kept.add(index);
    left -= cost;
  }
  if (kept.size === 0) return cut(paragraphs[0]?.paragraph ?? '', maxTokens);
  return paragraphs
    .map(({ paragraph, index }) => (kept.has(index) ? paragraph : LEFT_OUT))
    .filter((part, index, all) => part !== LEFT_OUT || all[index - 1] !== LEFT_OUT)
    .join('\n\n');
}

/** A beginning of a paragraph that is itself too long; whole characters, no half surrogate. */
function cut(paragraph: string, maxTokens: number): string {
  let [low, high] = [0, paragraph.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (estimateTokens(paragraph.slice(0, middle) + LEFT_OUT) <= maxTokens) low = middle;
    else high = middle - 1;
  }
  return `${paragraph
    .slice(0, low)
    .toWellFormed()
    .replace(/\uFFFD$/, '')}${LEFT_OUT}`;
}
