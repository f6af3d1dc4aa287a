import type { TokenUsage, UnifiedFinishReason } from '@naru/language-model';

/** Our finish reasons in OpenAI's words; it has none for `other`. */
export const OPENAI_FINISH_REASONS: Readonly<Record<UnifiedFinishReason, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  other: 'stop',
};

export function openaiUsage({ inputTokens, outputTokens, cacheReadTokens }: TokenUsage): object {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: cacheReadTokens },
  };
}
