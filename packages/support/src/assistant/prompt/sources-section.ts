import { fenced, type CitableSource } from '@naru/chat/assistant';

/** The sources as numbered data; the answer cites them by these numbers. */
export function sourcesSection(sources: readonly CitableSource[]): string {
  const texts = sources.map(({ title, text }, index) => fenced('source', text, { n: index + 1, title }));
  return `근거 자료 (번호 순)\n${texts.join('\n')}`;
}
