import { messageOf, silentLogger, type Clock, type Logger } from '@naru/kernel';
import { ARTICLE_FOLDER_LIMITS, findArticleFiles, type ArticleFolderLimits } from './article-folder.ts';

export interface WatchArticleFolderOptions {
  readonly folder: string;
  readonly clock: Clock;
  /** Called after a change has come to rest: one interval without a further one. A throw is logged. */
  readonly onChange: () => Promise<unknown>;
  readonly intervalMs?: number;
  readonly limits?: Partial<ArticleFolderLimits>;
  readonly logger?: Logger;
}

export interface FolderWatch {
  /** Resolves when no look and no call of `onChange` is under way any more. */
  stop(): Promise<void>;
}

const DEFAULT_INTERVAL_MS = 2_000;

/**
 * Tells of changed articles by looking at names, sizes and times. Polled, because notices of the file system
 * come doubled, half or not at all on network drives and in containers; sixty files cost under 2 ms a look.
 */
export function watchArticleFolder({
  folder,
  clock,
  onChange,
  intervalMs = DEFAULT_INTERVAL_MS,
  limits,
  logger = silentLogger,
}: WatchArticleFolderOptions): FolderWatch {
  const allowed = { ...ARTICLE_FOLDER_LIMITS, ...limits };
  const stopping = new AbortController();
  const running = run();

  async function run(): Promise<void> {
    let told = await fingerprint();
    let seen = told;
    while (await nextLook()) {
      const now = await fingerprint();
      const hasRested = now !== undefined && now === seen;
      seen = now;
      if (!hasRested || now === told) continue;
      told = now;
      await tell();
    }
  }

  async function nextLook(): Promise<boolean> {
    try {
      await clock.sleep(intervalMs, stopping.signal);
      return true;
    } catch {
      return false;
    }
  }

  /** Undefined while the folder cannot be read: what is loaded stays until it can. */
  async function fingerprint(): Promise<string | undefined> {
    try {
      const files = await findArticleFiles(folder, allowed);
      return files.map(({ path, bytes, changedAtMs }) => `${path}:${bytes}:${changedAtMs}`).join('\n');
    } catch (error) {
      logger.warn({ error: messageOf(error) }, 'the article folder could not be looked at');
      return undefined;
    }
  }

  async function tell(): Promise<void> {
    try {
      await onChange();
    } catch (error) {
      logger.error({ error: messageOf(error) }, 'changed articles could not be taken over; the old ones stay');
    }
  }

  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
