import type { CollectedAnswer } from '@naru/language-model';
import { OPENAI_FINISH_REASONS, openaiUsage } from './finish-reasons.ts';

export interface BodyOptions {
  readonly id: string;
  readonly model: string;
  readonly createdSeconds: number;
}

/** A whole answer as OpenAI's API gives it. */
export function completionBody(answer: CollectedAnswer, { id, model, createdSeconds }: BodyOptions): object {
  const { text, reasoning, toolCalls, finish } = answer;
  const calls = toolCalls.map(call => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: call.inputText },
  }));
  return {
    id,
    object: 'chat.completion',
    created: createdSeconds,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && calls.length > 0 ? null : text,
          refusal: null,
          ...(reasoning !== '' && { reasoning_content: reasoning }),
          ...(calls.length > 0 && { tool_calls: calls }),
        },
        logprobs: null,
        finish_reason: OPENAI_FINISH_REASONS[finish.reason.unified],
      },
    ],
    usage: openaiUsage(finish.usage),
  };
}
