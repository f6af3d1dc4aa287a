import { estimateTokens, type ModelError, type TokenUsage } from '@naru/language-model';
import type { AcceptedContent } from './accepted-content.ts';

const NOTHING: TokenUsage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, estimated: true };

/** What an attempt that nobody reported on has used: its input, and what it had said when it ended. */
export function estimatedUsage(inputTokens: number, content: AcceptedContent, error: ModelError): TokenUsage {
  // A request that never left, or that a status refused, is not charged for; a 200 that cannot be read is.
  if (!error.dispatched || (error.status ?? 200) >= 300) return NOTHING;
  const outputTokens = estimateTokens(content.text) + Math.ceil(content.otherChars / 4);
  return { inputTokens, outputTokens, cacheReadTokens: 0, estimated: true };
}
