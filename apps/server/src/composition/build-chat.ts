import { createChatEngine, type ChatEngine, type ChatSettings, type TurnObserver } from '@naru/chat';
import { createMemoryStreamLog } from '@naru/chat/memory';
import { createMarkdownArticleSource, watchArticleFolder } from '@naru/files';
import type { Clock, Ids, Logger, Random } from '@naru/kernel';
import type { Router } from '@naru/router';
import { createKnowledge, createSupportAssistant, type Knowledge } from '@naru/support';
import { toChatSettings, type Config } from '../config/index.ts';
import type { Stores } from './build-stores.ts';

export interface ChatParts {
  readonly config: Config;
  readonly router: Pick<Router, 'languageModel'>;
  readonly stores: Stores;
  readonly observer: TurnObserver;
  readonly clock: Clock;
  readonly random: Random;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly opening: AsyncDisposableStack;
}

export interface BuiltChat {
  readonly chat: ChatEngine;
  readonly knowledge: Knowledge;
}

/** The support assistant over its articles, and the engine that runs its turns. */
export async function buildChat({ config, router, stores, opening, ...world }: ChatParts): Promise<BuiltChat> {
  const { clock, logger } = world;
  const folder = config.knowledge.dir;
  const knowledge = await createKnowledge({ source: createMarkdownArticleSource({ folder }) });
  const watch = watchArticleFolder({ folder, clock, logger, onChange: () => knowledge.reload() });
  opening.defer(() => watch.stop());

  const chat = createChatEngine({
    assistants: [createSupportAssistant({ knowledge })],
    languageModel: policy => router.languageModel(policy),
    sessions: stores.sessions,
    turns: stores.turns,
    streamLog: createMemoryStreamLog({ clock }),
    settings: chatSettings(config),
    ...world,
  });
  return { chat, knowledge };
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
