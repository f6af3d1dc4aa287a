import { textStorage, type TextStorage } from '../../shared/browser-storage.ts';
import { createChatApi, type ChatApi } from '../conversation/chat-api.ts';
import { Conversation } from '../conversation/conversation.ts';
import {
  currentConversation,
  randomId,
  startConversation,
  type ConversationName,
} from '../conversation/conversation-id.ts';
import { createSseTransport } from '../conversation/sse-transport.ts';
import { browserSurroundings } from './browser-surroundings.ts';

/** What the page is made of, built once. */
export interface PageServices {
  readonly api: ChatApi;
  readonly tab: TextStorage;
  readonly device: TextStorage;
  /** The conversation that this tab was in. */
  readonly currentConversation: () => Conversation;
  readonly startConversation: () => Conversation;
}

export function pageServices(window: Window): PageServices {
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);
  const api = createChatApi(fetch);
  const tab = textStorage(() => window.sessionStorage);
  const device = textStorage(() => window.localStorage);
  const surroundings = browserSurroundings(window);
  const ids = { tab, device, newId: randomId };
  const conversation = (name: ConversationName): Conversation =>
    new Conversation({ ...name, transport: createSseTransport(fetch), api, surroundings });
  return {
    api,
    tab,
    device,
    currentConversation: () => conversation(currentConversation(ids)),
    startConversation: () => conversation(startConversation(ids)),
  };
}
