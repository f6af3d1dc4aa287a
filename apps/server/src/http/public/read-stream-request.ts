import type { ChatStreamRequest } from '@naru/api-contract';
import type { SubmitRequest } from '@naru/chat';
import { RequestProblem } from '../errors/problem.ts';

type Question = Pick<
  SubmitRequest,
  'assistant' | 'chatId' | 'text' | 'clientMessageId' | 'trigger' | 'regenerateMessageId' | 'accepts'
>;

/**
 * What counts of an AI SDK request: the last user message, the trigger, and the conversation's name. The history
 * that the client sends along is not ours to believe.
 *
 * @throws {RequestProblem} without a user message
 */
export function readStreamRequest(body: ChatStreamRequest): Question {
  const message = body.messages.findLast(({ role }) => role === 'user');
  if (!message) throw new RequestProblem('invalid_request', { field: 'messages', message: 'no user message' });
  const texts = message.parts.filter(part => part.type === 'text').map(part => part.text ?? '');
  return {
    assistant: body.assistant,
    chatId: body.id,
    text: texts.join('\n'),
    clientMessageId: message.id === '' ? undefined : message.id,
    trigger: body.trigger,
    regenerateMessageId: body.trigger === 'regenerate-message' ? body.messageId : undefined,
    accepts: new Set(body.accepts?.includes('reset-step') ? ['reset-step'] : []),
  };
}
