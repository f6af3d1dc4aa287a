import { messageOf, type Logger } from '@naru/kernel';

interface Listener<Event> {
  on(event: Event): void;
}

/** Tells several listeners of each event. One that throws is logged by its error's name, and the others still hear. */
export function tellAll<Event>(listeners: readonly Listener<Event>[], logger: Logger): Listener<Event> {
  return {
    on(event) {
      for (const listener of listeners) {
        try {
          listener.on(event);
        } catch (error) {
          logger.error({ listener: listener.constructor.name, error: messageOf(error) }, 'observer failed');
        }
      }
    },
  };
}
