import {
  decisionPanelSchema,
  historySchema,
  pageSettingsSchema,
  type DecisionPanel,
  type HistoryBody,
  type PageSettings,
} from '@naru/api-contract';

/** The calls beside the stream. */
export interface ChatApi {
  /** `undefined` when the server does not know the conversation. */
  history(conversationId: string): Promise<HistoryBody | undefined>;
  /** Ends the running answer, or only the one named. */
  stop(conversationId: string, streamId: string | undefined): Promise<void>;
  page(): Promise<PageSettings>;
  /** `undefined` when the decision is not kept any more, or the caller is no operator. */
  decision(conversationId: string, messageId: string): Promise<DecisionPanel | undefined>;
}

/** @throws {TypeError} by each call when the server cannot be reached, {Error} when it answers with a fault */
export function createChatApi(fetch: typeof globalThis.fetch): ChatApi {
  const path = (conversationId: string): string => `/v1/chat/${encodeURIComponent(conversationId)}`;

  async function read(url: string): Promise<unknown> {
    const response = await fetch(url, { credentials: 'same-origin', headers: { accept: 'application/json' } });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  }

  return {
    async history(conversationId) {
      const body = await read(path(conversationId));
      return body === undefined ? undefined : historySchema.parse(body);
    },
    async stop(conversationId, streamId) {
      await fetch(`${path(conversationId)}/stop`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(streamId === undefined ? {} : { activeStreamId: streamId }),
      });
    },
    async page() {
      return pageSettingsSchema.parse(await read('/v1/page'));
    },
    async decision(conversationId, messageId) {
      const body = await read(`${path(conversationId)}/decision/${encodeURIComponent(messageId)}`);
      return body === undefined ? undefined : decisionPanelSchema.parse(body);
    },
  };
}
