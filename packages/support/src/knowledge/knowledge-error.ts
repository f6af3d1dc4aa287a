import { NaruError } from '@naru/kernel';
import type { ArticleProblem } from './article.ts';

const SHOWN_PROBLEMS = 10;

/** Articles that cannot be read as such. The message names file, line and what is allowed. */
export class KnowledgeError extends NaruError {
  override readonly code = 'NARU_KNOWLEDGE_INVALID';
  override readonly retryable = false;
  readonly problems: readonly ArticleProblem[];

  constructor(problems: readonly ArticleProblem[]) {
    const shown = problems.slice(0, SHOWN_PROBLEMS).map(({ path, line, message }) => `${path}:${line} ${message}`);
    const more = problems.length - shown.length;
    super(`The knowledge base cannot be read:\n${shown.join('\n')}${more > 0 ? `\n… and ${more} more` : ''}`);
    this.problems = problems;
  }
}
