import { messageOf, type Logger } from '@naru/kernel';
import type { TicketMemory } from '@naru/support';

export interface ReservedTicketMemory {
  /** Shared by all instances; may be away. */
  readonly first: TicketMemory;
  /** Ours, or the database's: asked while the first is away. */
  readonly reserve: TicketMemory;
  readonly logger: Logger;
}

/**
 * Goes on with the reserve while the shared memory is away, so that an outage of Redis neither stops tickets nor takes
 * away the cooldown. What was remembered on the other side is not known meanwhile.
 */
export function ticketMemoryWithReserve({ first, reserve, logger }: ReservedTicketMemory): TicketMemory {
  async function either<Value>(ask: (memory: TicketMemory) => Promise<Value>): Promise<Value> {
    try {
      return await ask(first);
    } catch (error) {
      logger.warn(
        { error: messageOf(error) },
        'the shared memory of tickets is away; the database remembers meanwhile',
      );
      return ask(reserve);
    }
  }
  return {
    recall: (...given) => either(memory => memory.recall(...given)),
    claim: (...given) => either(memory => memory.claim(...given)),
    release: (...given) => either(memory => memory.release(...given)),
    remember: (...given) => either(memory => memory.remember(...given)),
    async forget(scope) {
      // On both sides: what the reserve still knows from an outage would come back with the next one.
      await reserve.forget(scope);
      await first.forget(scope).catch((error: unknown) => {
        logger.warn(
          { error: messageOf(error) },
          'the shared memory of tickets is away; a reset reached the database alone',
        );
      });
    },
  };
}
