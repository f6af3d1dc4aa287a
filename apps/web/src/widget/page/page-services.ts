import type { PageSettings } from '@naru/api-contract';
import { textStorage, type TextStorage } from '../../shared/browser-storage.ts';
import { createChatApi, type ChatApi } from '../conversation/chat-api.ts';
import { Conversation } from '../conversation/conversation.ts';
import {
  currentConversation,
  randomId,
  startConversation,
  type ConversationIdDeps,
  type ConversationName,
} from '../conversation/conversation-id.ts';
import { createEitherTransport } from '../conversation/create-either-transport.ts';
import { createReportsApi, type ReportsApi } from '../reports/reports-api.ts';
import { createCustomerApi, type CustomerApi } from '../sign-in/customer-api.ts';
import { createTicketsApi, type TicketsApi } from '../tickets/tickets-api.ts';
import { browserSurroundings } from './browser-surroundings.ts';

/** What the page is made of, built once. */
export interface PageServices {
  readonly api: ChatApi;
  readonly settings: Promise<PageSettings>;
  readonly tab: TextStorage;
  readonly device: TextStorage;
  readonly tickets: TicketsApi;
  readonly reports: ReportsApi;
  readonly customers: CustomerApi;
  /** The conversation that this tab was in: with the support desk, or about a report. */
  readonly currentConversation: (reportId: string | undefined) => Conversation;
  readonly startConversation: (reportId: string | undefined) => Conversation;
}

const LONGEST_GREETING_MS = 2_000;

export function pageServices(window: Window): PageServices {
  const fetch: typeof globalThis.fetch = (input, init) => globalThis.fetch(input, init);
  const api = createChatApi(fetch);
  const settings = api.page();
  // A new visitor gets a cookie with the settings. A question that overtook them would be a second visitor's.
  const asVisitor = (): Promise<unknown> =>
    Promise.race([settings.catch(() => {}), new Promise(resolve => setTimeout(resolve, LONGEST_GREETING_MS))]);
  const fetchAsVisitor: typeof globalThis.fetch = async (input, init) => {
    await asVisitor();
    return fetch(input, init);
  };
  const tab = textStorage(() => window.sessionStorage);
  const device = textStorage(() => window.localStorage);
  const surroundings = browserSurroundings(window);
  const idsFor = (reportId: string | undefined): ConversationIdDeps => ({
    tab,
    device,
    newId: randomId,
    ...(reportId === undefined ? {} : { reportId }),
  });
  const transport = createEitherTransport(window, fetchAsVisitor, asVisitor);
  const conversation = (name: ConversationName, reportId: string | undefined): Conversation =>
    new Conversation({
      ...name,
      ...(reportId === undefined ? {} : { assistant: 'report' }),
      transport,
      api,
      surroundings,
    });
  return {
    api,
    settings,
    tab,
    device,
    tickets: createTicketsApi(fetchAsVisitor),
    reports: createReportsApi(fetchAsVisitor),
    customers: createCustomerApi(fetchAsVisitor),
    currentConversation: reportId => conversation(currentConversation(idsFor(reportId)), reportId),
    startConversation: reportId => conversation(startConversation(idsFor(reportId)), reportId),
  };
}
