import {
  decisionPanelSchema,
  historySchema,
  pageSettingsSchema,
  type DecisionPanel,
  type FeedbackRequestBody,
  type HistoryBody,
  type PageSettings,
} from '@naru/api-contract';
import { readJson } from '../../shared/read-json.ts';

/** The calls beside the stream. */
export interface ChatApi {
  /** `undefined` when the server does not know the conversation. */
  history(conversationId: string): Promise<HistoryBody | undefined>;
  /** Ends the running answer, or only the one named. */
  stop(conversationId: string, streamId: string | undefined): Promise<void>;
  page(): Promise<PageSettings>;
  /** What the customer thinks of one answer; the last word counts. */
  feedback(conversationId: string, messageId: string, kind: FeedbackRequestBody['kind']): Promise<void>;
  /** `undefined` when the decision is not kept any more, or the caller is no operator. */
  decision(conversationId: string, messageId: string): Promise<DecisionPanel | undefined>;
}

/** @throws {TypeError} by each call when the server cannot be reached, {Error} when it answers with a fault */
export function createChatApi(fetch: typeof globalThis.fetch): ChatApi {
  const path = (conversationId: string): string => `/v1/chat/${encodeURIComponent(conversationId)}`;

  const read = (url: string): Promise<unknown> => readJson(fetch, url);

  return {
    async history(conversationId) {
      const body = await read(path(conversationId));
      return body === undefined ? undefined : historySchema.parse(body);
    },
    async stop(conversationId, streamId) {
      const body = JSON.stringify(streamId === undefined ? {} : { activeStreamId: streamId });
      await readJson(fetch, `${path(conversationId)}/stop`, { method: 'POST', body });
    },
    async feedback(conversationId, messageId, kind) {
      const body = JSON.stringify({ message_id: messageId, kind });
      await readJson(fetch, `${path(conversationId)}/feedback`, { method: 'POST', body });
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
