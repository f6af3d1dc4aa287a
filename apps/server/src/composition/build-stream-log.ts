import { keptOverRestart, type StreamArchive, type StreamLog } from '@naru/chat';
import { createMemoryStreamLog } from '@naru/chat/memory';
import { messageOf, type Clock, type Logger, type Random } from '@naru/kernel';
import type { Config } from '../config/index.ts';

export interface StreamLogParts {
  readonly config: Pick<Config, 'redisUrl'>;
  readonly archive: StreamArchive;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Closes what was opened, in reverse. */
  readonly opening: AsyncDisposableStack;
}

/**
 * The chunks of answers: in this process, copied to Redis where there is one, so that every instance can give them,
 * and left in the database at an orderly stop, so that the next process can.
 */
export async function buildStreamLog(parts: StreamLogParts): Promise<StreamLog> {
  const { archive, clock, logger, opening } = parts;
  const local = createMemoryStreamLog({ clock });
  const shared = await sharedLog(local, parts);
  const log = keptOverRestart({ ...shared, ended: () => local.ended() }, archive, clock);
  // Before the database is closed, and after the last answer has ended.
  opening.defer(() =>
    log.handOver().catch(error => {
      logger.error({ error: messageOf(error) }, 'streams could not be left to the next process');
    }),
  );
  return log;
}

async function sharedLog(
  local: StreamLog,
  { config, random, clock, logger, opening }: StreamLogParts,
): Promise<StreamLog> {
  if (!config.redisUrl) return local;
  const { createRedisStreamLog, openRedisCommands } = await import('@naru/redis');
  const redis = opening.adopt(openRedisCommands(config.redisUrl.reveal(), random), commands => commands.close());
  const log = createRedisStreamLog({ redis, local, clock, logger });
  opening.defer(() => log.settled());
  return log;
}
