import { messageOf, NaruError, type Clock, type Logger } from '@naru/kernel';
import type { SqlDatabase } from '@naru/sql';

/** Does what a start does with the database; see `startWork`. */
export type StartWork = (what: string, work: () => Promise<void>) => Promise<void>;

export interface StartWorkParts {
  readonly database: Pick<SqlDatabase, 'ping'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the trying. */
  readonly signal: AbortSignal;
}

const RETRY_MS = 1_000;

/**
 * Work at the start is done at once where the database is there, and its failure fails the start. Where the database
 * is away the server starts without, and the work is done as soon as the database is there (X1).
 */
export function startWork({ database, clock, logger, signal }: StartWorkParts): StartWork {
  async function later(what: string, work: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(RETRY_MS, signal);
      try {
        await database.ping();
        await work();
        logger.info({ what }, 'the database is there; what the start left open is done');
        return;
      } catch (error) {
        if (!mayPass(error)) throw error;
      }
    }
  }

  return async (what, work) => {
    try {
      await database.ping();
    } catch (error) {
      if (!mayPass(error)) throw error;
      logger.error({ what, code: error.code }, 'the database is away; the server starts without, and goes on trying');
      void later(what, work).catch((failure: unknown) => {
        if (!signal.aborted) logger.error({ what, error: messageOf(failure) }, 'what the start left open has failed');
      });
      return;
    }
    await work();
  };
}

function mayPass(error: unknown): error is NaruError {
  return error instanceof NaruError && error.retryable;
}
