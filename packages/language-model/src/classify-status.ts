import type { FailureKind } from './failure-kind.ts';

/**
 * Maps an HTTP status that is not 2xx to a failure kind. An adapter that reads more in the body
 * (`context_length`, `content_filter`, `quota`) says so itself; it never replaces the whole table.
 */
export function classifyStatus(status: number): FailureKind {
  if (status === 402) return 'quota';
  if (status === 429) return 'rate_limited';
  if (status === 401 || status === 403) return 'auth';
  if (status === 404) return 'not_found';
  if (status === 408) return 'timeout_total';
  if (status === 425) return 'server';
  if (status >= 400 && status < 500) return 'bad_request';
  return 'server';
}
