import type { Answer, AnswerToolCall, Finish } from '../../answers/answer.ts';
import type { Json, JsonObject } from '../json.ts';

const STOP_REASONS: Readonly<Record<Finish, string>> = {
  stop: 'end_turn',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  unknown: 'moon_phase',
};

export function stopReason(finish: Finish): string {
  return STOP_REASONS[finish];
}

/** A message, whole or as `message_start` shows it; without usage the field is left out. */
export function messageDocument(
  answer: Answer,
  content: readonly JsonObject[],
  reason: string | null,
  outputTokens: number | undefined,
): JsonObject {
  return {
    id: `msg_${answer.id}`,
    type: 'message',
    role: 'assistant',
    model: answer.model,
    content,
    stop_reason: reason,
    stop_sequence: null,
    ...(answer.usage &&
      outputTokens !== undefined && {
        usage: {
          input_tokens: answer.usage.inputTokens,
          cache_creation_input_tokens: 0,
          cache_read_input_tokens: 0,
          output_tokens: outputTokens,
        },
      }),
  };
}

export function blocksOf({ thinking, pieces, toolCalls }: Answer): readonly JsonObject[] {
  return [
    ...(thinking.length > 0 ? [{ type: 'thinking', thinking: thinking.join(''), signature: 'sim' }] : []),
    ...(pieces.length > 0 ? [{ type: 'text', text: pieces.join('') }] : []),
    ...toolCalls.map(call => ({ type: 'tool_use', id: call.id, name: call.name, input: inputOf(call) })),
  ];
}

/** Arguments that are no JSON travel as a text: in this protocol `input` is a value, not a text of JSON. */
function inputOf({ argumentsText }: AnswerToolCall): Json {
  if (argumentsText === '') return {};
  try {
    return JSON.parse(argumentsText) as Json;
  } catch {
    return argumentsText;
  }
}
