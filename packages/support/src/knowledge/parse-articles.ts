import type { ArticleFile } from '../ports/article-source.ts';
import type { Article } from './article.ts';
import { KnowledgeError } from './knowledge-error.ts';
import { parseArticle } from './parse-article.ts';
import { ProblemList } from './problem-list.ts';

/**
 * Reads all articles of a knowledge base, sorted by id.
 *
 * @throws {KnowledgeError} when any of them is wrong or two share an id; every problem is named
 */
export function parseArticles(files: readonly ArticleFile[]): readonly Article[] {
  const articles = new Map<string, Article>();
  const problems = files.flatMap(file => {
    const parsed = parseArticle(file);
    if (parsed.kind === 'problems') return parsed.problems;
    const own = new ProblemList(file.path);
    if (articles.has(parsed.article.id)) own.add(1, `the id "${parsed.article.id}" belongs to another article too`);
    articles.set(parsed.article.id, parsed.article);
    return own.found;
  });
  if (problems.length > 0) throw new KnowledgeError(problems);
  return [...articles.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
