import type { EventDraft } from './wide-event.ts';

/** Where units of work tell what became of them. All that wiring and use cases need of the pipeline. */
export interface EventEmitter {
  /** Takes the event and returns at once. Never throws and never waits, whatever the event is. */
  emit(draft: EventDraft): void;
}

/** Tells nobody. */
export const silentEmitter: EventEmitter = { emit() {} };
