import type { AnswerUsage, Finish } from '../../answers/answer.ts';

const FINISH_REASONS: Readonly<Record<Finish, string>> = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  unknown: 'moon_phase',
};

export function finishReason(finish: Finish): string {
  return FINISH_REASONS[finish];
}

export function usageDocument({ inputTokens, outputTokens }: AnswerUsage) {
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: inputTokens + outputTokens,
    prompt_tokens_details: { cached_tokens: 0 },
  };
}
