import {
  createChatEngine,
  type ChatEngine,
  type ChatSettings,
  type HandOff,
  type StreamLog,
  type TurnObserver,
  type TurnReviewer,
} from '@naru/chat';
import type { Assistant } from '@naru/chat/assistant';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { Router } from '@naru/router';
import { toChatSettings, type Config } from '../config/index.ts';
import type { ChatCaches } from './build-chat-caches.ts';
import type { Stores } from './build-stores.ts';
import { priceQuote } from './price-quote.ts';

export interface ChatParts {
  readonly config: Config;
  /** The first is the default. */
  readonly assistants: readonly Assistant[];
  readonly router: Pick<Router, 'languageModel' | 'explain' | 'providers'>;
  readonly stores: Stores;
  readonly observer: TurnObserver;
  readonly handOff: HandOff;
  readonly reviewer: TurnReviewer;
  readonly caches: ChatCaches;
  readonly streamLog: StreamLog;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** The engine that runs the turns of every assistant. */
export function buildChat({ config, router, stores, caches, ...parts }: ChatParts): ChatEngine {
  return createChatEngine({
    languageModel: policy => router.languageModel(policy),
    prices: priceQuote(router),
    sessions: stores.sessions,
    turns: stores.turns,
    settings: chatSettings(config),
    ...caches,
    ...parts,
  });
}

/** Zero means no limit in the configuration, and at once for a stream that nobody reads. */
function chatSettings(config: Config): ChatSettings {
  const settings = toChatSettings(config);
  return {
    ...settings,
    turnsPerMinute: settings.turnsPerMinute === 0 ? Number.MAX_SAFE_INTEGER : settings.turnsPerMinute,
    abandonedAfterMs: Math.max(1, settings.abandonedAfterMs),
  };
}
