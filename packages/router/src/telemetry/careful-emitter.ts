import type { Logger } from '@naru/kernel';
import type { RouterObserver } from '../ports/router-observer.ts';
import type { RouterEvent } from './router-event.ts';

/** Tells an observer, whose throws change nothing and are logged once: a broken one would fill the log. */
export function carefulEmitter(observer: RouterObserver, logger: Logger): (event: RouterEvent) => void {
  let hasComplained = false;
  return event => {
    try {
      observer.on(event);
    } catch (error) {
      if (hasComplained) return;
      hasComplained = true;
      const name = error instanceof Error ? error.name : typeof error;
      logger.error({ event: event.type, error: name }, 'A router observer threw; later throws are not logged.');
    }
  };
}
