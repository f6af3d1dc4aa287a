import type { Answer } from '../../answers/answer.ts';
import type { Protocol } from '../protocol.ts';
import { anthropicError, anthropicErrorFrame } from './anthropic-error.ts';
import { anthropicFrames } from './anthropic-frames.ts';
import { readAnthropicRequest } from './anthropic-request.ts';
import { blocksOf, messageDocument, stopReason } from './anthropic-words.ts';

/** Anthropic's Messages, API version 2023-06-01. */
export const anthropic: Protocol = {
  name: 'anthropic',
  path: '/v1/messages',
  basePath: '',
  keyOf: header => header('x-api-key') ?? /^Bearer (.+)$/i.exec(header('authorization') ?? '')?.[1],
  readRequest: readAnthropicRequest,
  answerDocument: (answer: Answer) =>
    messageDocument(answer, blocksOf(answer), stopReason(answer.finish), answer.usage?.outputTokens),
  answerFrames: anthropicFrames,
  errorDocument: anthropicError,
  errorFrame: anthropicErrorFrame,
  modelsDocument: models => ({
    data: models.map(id => ({ type: 'model', id, display_name: id, created_at: '2026-01-01T00:00:00Z' })),
    has_more: false,
    first_id: models[0] ?? null,
    last_id: models.at(-1) ?? null,
  }),
};
