import type { Answer, AnswerToolCall, AnswerUsage, Finish } from '../../answers/answer.ts';
import type { Json, JsonObject } from '../json.ts';

const STOP_REASONS: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'content_filtered',
  unknown: 'moon_phase',
};

export function stopReason(finish: Finish): string {
  return STOP_REASONS[finish];
}

/** Cached tokens are counted apart, as Bedrock does: all three together are the input. */
export function usageDocument({ inputTokens, outputTokens }: AnswerUsage): JsonObject {
  const cached = { cacheReadInputTokens: 0, cacheWriteInputTokens: 0 };
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens, ...cached };
}

/** The answer to Converse. */
export function converseDocument(answer: Answer): JsonObject {
  return {
    output: { message: { role: 'assistant', content: blocksOf(answer) } },
    stopReason: stopReason(answer.finish),
    ...(answer.usage && { usage: usageDocument(answer.usage) }),
    metrics: { latencyMs: 12 },
  };
}

function blocksOf({ thinking, pieces, toolCalls }: Answer): readonly JsonObject[] {
  return [
    ...(thinking.length > 0
      ? [{ reasoningContent: { reasoningText: { text: thinking.join(''), signature: 'c2lt' } } }]
      : []),
    ...(pieces.length > 0 ? [{ text: pieces.join('') }] : []),
    ...toolCalls.map(call => ({ toolUse: { toolUseId: call.id, name: call.name, input: inputOf(call) } })),
  ];
}

/** Arguments that are no JSON travel as a text: in Converse `input` is a value, not a text of JSON. */
function inputOf({ argumentsText }: AnswerToolCall): Json {
  if (argumentsText === '') return {};
  try {
    return JSON.parse(argumentsText) as Json;
  } catch {
    return argumentsText;
  }
}
