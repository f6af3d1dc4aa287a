import { type ReportedUsage, tokenCount, type TokenUsage } from '@naru/language-model';
import { isRecord } from '../http/json-body.ts';

/** What a `usage` object says; undefined when it is none. Counts that cannot be are left out. */
export function readOpenaiUsage(usage: unknown): ReportedUsage | undefined {
  if (!isRecord(usage)) return undefined;
  const details = usage['prompt_tokens_details'];
  const cached = isRecord(details) ? tokenCount(details['cached_tokens']) : undefined;
  return {
    inputTokens: tokenCount(usage['prompt_tokens']),
    outputTokens: tokenCount(usage['completion_tokens']),
    cacheReadTokens: cached ?? tokenCount(usage['prompt_cache_hit_tokens']),
  };
}

/** Counts in OpenAI's words. */
export function openaiUsage({ inputTokens, outputTokens }: TokenUsage): object {
  return { prompt_tokens: inputTokens, completion_tokens: outputTokens, total_tokens: inputTokens + outputTokens };
}
