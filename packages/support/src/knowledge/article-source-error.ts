import { NaruError } from '@naru/kernel';

/** The place that should hold the articles cannot be read, or holds more than is allowed. */
export class ArticleSourceError extends NaruError {
  override readonly code = 'NARU_ARTICLE_SOURCE_FAILED';
  override readonly retryable = true;
}
