import type { PageSettings } from '@naru/api-contract';
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
  readonly settings: Promise<PageSettings>;
  readonly tab: TextStorage;
  readonly device: TextStorage;
  /** The conversation that this tab was in. */
  readonly currentConversation: () => Conversation;
  readonly startConversation: () => Conversation;
}

const LONGEST_GREETING_MS = 2_000;

export function pageServices(window: Window): PageServices {
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);
  const api = createChatApi(fetch);
  const settings = api.page();
  // A new visitor gets a cookie with the settings. A question that overtook them would be a second visitor's.
  const fetchAsVisitor: typeof globalThis.fetch = async (input, init) => {
    await Promise.race([settings.catch(() => {}), new Promise(resolve => setTimeout(resolve, LONGEST_GREETING_MS))]);
    return fetch(input, init);
  };
  const tab = textStorage(() => window.sessionStorage);
  const device = textStorage(() => window.localStorage);
  const surroundings = browserSurroundings(window);
  const ids = { tab, device, newId: randomId };
  const conversation = (name: ConversationName): Conversation =>
    new Conversation({ ...name, transport: createSseTransport(fetchAsVisitor), api, surroundings });
  return {
    api,
    settings,
    tab,
    device,
    currentConversation: () => conversation(currentConversation(ids)),
    startConversation: () => conversation(startConversation(ids)),
  };
}
