import {
  createChatEngine,
  keptOverRestart,
  type ChatEngine,
  type ChatSettings,
  type HandOff,
  type TurnObserver,
  type TurnReviewer,
} from '@naru/chat';
import { createMemoryStreamLog } from '@naru/chat/memory';
import type { Assistant } from '@naru/chat/assistant';
import { messageOf, type Clock, type Ids, type Logger, type Random } from '@naru/kernel';
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
  /** Closes what was opened, in reverse. */
  readonly opening: AsyncDisposableStack;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
}

/** The engine that runs the turns of every assistant. */
export function buildChat({ config, router, stores, caches, opening, ...parts }: ChatParts): ChatEngine {
  const { clock, logger } = parts;
  const streamLog = keptOverRestart(createMemoryStreamLog({ clock }), stores.streams, clock);
  // Before the database is closed, and after the last answer has ended.
  opening.defer(() =>
    streamLog.handOver().catch(error => {
      logger.error({ error: messageOf(error) }, 'streams could not be left to the next process');
    }),
  );
  return createChatEngine({
    languageModel: policy => router.languageModel(policy),
    prices: priceQuote(router),
    sessions: stores.sessions,
    turns: stores.turns,
    streamLog,
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
