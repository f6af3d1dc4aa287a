import { DefaultChatTransport } from 'ai';
import type { ChatMessage } from './chat-message.ts';

/** The stream over HTTP. Of the history only the last question travels: the server reads nothing else. */
export function createSseTransport(fetch: typeof globalThis.fetch): DefaultChatTransport<ChatMessage> {
  return new DefaultChatTransport<ChatMessage>({
    api: '/v1/chat/stream',
    credentials: 'same-origin',
    fetch,
    prepareSendMessagesRequest: ({ id, messages, trigger, messageId, body }) => ({
      body: {
        ...body,
        id,
        messages: messages.filter(message => message.role === 'user').slice(-1),
        trigger,
        ...(trigger === 'regenerate-message' && messageId !== undefined ? { messageId } : {}),
        accepts: ['reset-step'],
      },
    }),
    prepareReconnectToStreamRequest: ({ id }) => ({ api: `/v1/chat/${encodeURIComponent(id)}/stream` }),
  });
}
