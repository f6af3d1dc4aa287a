import type { ChatEngine } from '@naru/chat';
import type { Clock, Logger } from '@naru/kernel';
import type { HttpFace } from './build-http.ts';

export interface StopParts {
  readonly face: HttpFace;
  readonly chat: ChatEngine;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long running answers may take to finish. */
  readonly patienceMs: number;
}

/** For the last words of what was cut, once patience is over. */
const LAST_WORDS_MS = 1_000;
const LOOK_MS = 50;

/**
 * Stops taking requests, lets what runs finish, ends what outlasts our patience with an honest last word, closes.
 * Resolves when no socket is left.
 */
export async function stopGracefully({ face, chat, clock, logger, patienceMs }: StopParts): Promise<void> {
  const { publicListener, internalListener, answers, sockets } = face;
  const servers = [publicListener.http.server, internalListener.http.server];
  face.beginStop();
  sockets.beginStop();
  let isClosed = false;
  const closing = Promise.all([publicListener.http.close(), internalListener.http.close()]).finally(() => {
    isClosed = true;
  });

  // Gateway answers know of no drain: they are cut when the time is over, and say so in their stream.
  const patience = clock.schedule(patienceMs, () => {
    if (answers.count > 0) logger.warn({ answers: answers.count }, 'answers cut at the stop');
    answers.abortAll();
  });
  const end = clock.schedule(patienceMs + LAST_WORDS_MS, () => {
    servers.forEach(server => server.closeAllConnections());
    sockets.terminateAll();
  });
  try {
    await chat.drain(patienceMs);
    // What was cut has said so by now; the last of it leaves before the farewell.
    await sockets.settled(LAST_WORDS_MS);
    sockets.endAll();
    while (!isClosed) {
      // A connection that was streaming when we began to stop becomes idle only now.
      for (const server of servers) server.closeIdleConnections();
      await Promise.race([closing, clock.sleep(LOOK_MS)]);
    }
    await closing;
  } finally {
    patience.cancel();
    end.cancel();
  }
}
