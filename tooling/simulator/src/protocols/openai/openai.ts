import type { Answer } from '../../answers/answer.ts';
import type { RequestFacts } from '../request-facts.ts';
import type { Protocol } from '../protocol.ts';
import { openaiError, openaiErrorFrame } from './openai-error.ts';
import { openaiFrames } from './openai-frames.ts';
import { readOpenaiRequest } from './openai-request.ts';
import { finishReason, usageDocument } from './openai-words.ts';

/** OpenAI's Chat Completions, as of API version 1. */
export const openai: Protocol = {
  name: 'openai',
  path: '/v1/chat/completions',
  basePath: '/v1',
  keyOf: header => /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1],
  readRequest: readOpenaiRequest,
  answerDocument,
  answerFrames: openaiFrames,
  errorDocument: openaiError,
  errorFrame: openaiErrorFrame,
  modelsDocument: models => ({
    object: 'list',
    data: models.map(id => ({ id, object: 'model', created: 1_760_000_000, owned_by: 'simulator' })),
  }),
};

function answerDocument(answer: Answer, _facts: RequestFacts) {
  const toolCalls = answer.toolCalls.map(({ id, name, argumentsText }) => ({
    id,
    type: 'function',
    function: { name, arguments: argumentsText },
  }));
  const text = answer.pieces.join('');
  const message = {
    role: 'assistant',
    content: toolCalls.length > 0 && text === '' ? null : text,
    refusal: null,
    ...(answer.thinking.length > 0 && { reasoning_content: answer.thinking.join('') }),
    ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
  };
  return {
    id: `chatcmpl-${answer.id}`,
    object: 'chat.completion',
    created: Math.floor(answer.createdAtMs / 1_000),
    model: answer.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason(answer.finish) }],
    ...(answer.usage && { usage: usageDocument(answer.usage) }),
  };
}
