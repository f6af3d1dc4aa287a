import { type ReportedUsage, tokenCount } from '@naru/language-model';
import { isRecord } from '../http/json-body.ts';

/**
 * Adds what a `usage` object says to what is known; a stream splits it between its start and its end. Anthropic
 * counts cached input apart; our input tokens hold all of it.
 */
export function addAnthropicUsage(known: ReportedUsage, usage: unknown): ReportedUsage {
  if (!isRecord(usage)) return known;
  const uncached = tokenCount(usage['input_tokens']);
  const cacheReadTokens = tokenCount(usage['cache_read_input_tokens']);
  const cacheWriteTokens = tokenCount(usage['cache_creation_input_tokens']) ?? 0;
  const inputTokens = uncached === undefined ? undefined : uncached + (cacheReadTokens ?? 0) + cacheWriteTokens;
  return {
    // The end of a stream may repeat zero for what its start said.
    inputTokens: inputTokens || known.inputTokens || inputTokens,
    outputTokens: tokenCount(usage['output_tokens']) ?? known.outputTokens,
    cacheReadTokens: cacheReadTokens || known.cacheReadTokens,
  };
}
