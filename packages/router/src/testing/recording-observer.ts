import type { RouterObserver } from '../ports/router-observer.ts';
import type { RouterEvent } from '../telemetry/router-event.ts';

export interface RecordingObserver extends RouterObserver {
  readonly events: readonly RouterEvent[];
  of<Type extends RouterEvent['type']>(type: Type): readonly Extract<RouterEvent, { type: Type }>[];
}

/** Keeps what it was told, so that a test can read it. */
export function recordingObserver(): RecordingObserver {
  const events: RouterEvent[] = [];
  return {
    events,
    on: event => events.push(event),
    of: <Type extends RouterEvent['type']>(type: Type) =>
      events.filter((event): event is Extract<RouterEvent, { type: Type }> => event.type === type),
  };
}
