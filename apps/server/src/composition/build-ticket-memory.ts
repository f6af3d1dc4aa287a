import type { Logger, Random } from '@naru/kernel';
import type { TicketMemory } from '@naru/support';
import type { Config } from '../config/index.ts';
import { ticketMemoryWithReserve } from './ticket-memory-with-reserve.ts';

export interface TicketMemoryParts {
  readonly config: Pick<Config, 'redisUrl'>;
  /** In the database. */
  readonly reserve: TicketMemory;
  readonly random: Random;
  readonly logger: Logger;
  readonly opening: AsyncDisposableStack;
}

/** What is remembered of tickets: in Redis where there is one, else in the database. */
export async function buildTicketMemory(parts: TicketMemoryParts): Promise<TicketMemory> {
  const { config, reserve, random, logger, opening } = parts;
  if (!config.redisUrl) return reserve;
  const { createRedisTicketMemory } = await import('@naru/redis');
  const first = opening.use(createRedisTicketMemory({ url: config.redisUrl.reveal(), random }));
  return ticketMemoryWithReserve({ first, reserve, logger });
}
