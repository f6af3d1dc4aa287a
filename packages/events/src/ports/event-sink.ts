import type { EncodedEvent } from '../event/encoded-event.ts';

/** Keeps events for good. Writing is idempotent by event id, since whatever stands before it delivers at least once. */
export interface EventSink {
  /** How the log names it. */
  readonly label: string;

  /**
   * Writes the events, or those of them that it can. Resolves once they would survive a crash of the process.
   *
   * @returns one outcome for each event, in their order
   * @throws {SinkUnavailableError} when it cannot write now, whatever the events are; some may be stored all the same
   * @throws any other error when an event that it could not name spoils the batch: a smaller batch may do
   */
  write(events: readonly EncodedEvent[], signal: AbortSignal): Promise<readonly WriteOutcome[]>;

  close(): Promise<void>;
}

export type WriteOutcome =
  | { readonly kind: 'stored' }
  /** An event of this id was there already; it stays as it is. */
  | { readonly kind: 'duplicate' }
  /** This event will never be taken, for the reason given as a code. */
  | { readonly kind: 'refused'; readonly reason: string };

export const STORED: WriteOutcome = { kind: 'stored' };
export const DUPLICATE: WriteOutcome = { kind: 'duplicate' };
