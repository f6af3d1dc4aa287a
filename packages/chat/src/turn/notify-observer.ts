import type { TurnEvent } from '../ports/turn-observer.ts';
import { faultFields } from './fault-fields.ts';
import type { TurnDeps } from './turn-deps.ts';

/** Tells the observer; what it throws is its own trouble. */
export function notifyObserver(event: TurnEvent, { observer, logger }: Pick<TurnDeps, 'observer' | 'logger'>): void {
  try {
    observer.on(event);
  } catch (error) {
    logger.error({ event: event.type, turnId: event.turnId, ...faultFields(error) }, 'a turn observer failed');
  }
}
