import type { RouterEvent } from '../telemetry/router-event.ts';

/** Hears what happens in a router. Called synchronously on the hot path: must be quick. A throw is caught. */
export interface RouterObserver {
  on(event: RouterEvent): void;
}
