import type { ArticleFile } from '../ports/article-source.ts';

export interface ArticleFileOptions {
  readonly id?: string;
  readonly title?: string;
  readonly questions?: readonly string[];
  /** Markdown below the front matter. */
  readonly body?: string;
}

/** A valid article, as it stands in a file. */
export function anArticleFile({
  id = 'shipping/fee',
  title = '배송비 안내',
  questions = ['배송비는 얼마인가요?'],
  body = '## 기본 배송비 {#basic-fee}\n\n배송비는 2,500원입니다. 15,000원 이상 주문하시면 무료입니다.',
}: ArticleFileOptions = {}): ArticleFile {
  const front = ['---', `id: ${id}`, `title: ${title}`, 'category: 배송', 'updated: 2026-11-02', 'questions:'];
  const lines = [...front, ...questions.map(question => `  - ${question}`), '---', '', body, ''];
  return { path: `${id}.md`, text: lines.join('\n') };
}
