import type { StreamEnd } from './watched-transport.ts';

/** What has been tried to get the rest of one answer. */
export interface Recovery {
  /** Resumes of streams that stopped without a word, since the answer last grew. */
  readonly resumes: number;
  /** Connections that failed in a row. */
  readonly failures: number;
  /** The most that was seen of the answer. */
  readonly receivedChars: number;
}

export const NO_RECOVERY: Recovery = { resumes: 0, failures: 0, receivedChars: 0 };

/** What to do after a request ended. */
export type NextMove =
  | { readonly kind: 'settle'; readonly outcome: 'done' | 'stopped' | 'left' }
  | { readonly kind: 'show-error'; readonly error: Error }
  /** Ask for the running stream again, after a pause; offline, when the network is back. */
  | { readonly kind: 'resume'; readonly afterMs: number; readonly recovery: Recovery }
  /** Nothing is running: the stored history knows whether the answer is whole. */
  | { readonly kind: 'read-history' }
  /** The question never reached the server: say it again once the network is back. */
  | { readonly kind: 'ask-when-online' }
  | { readonly kind: 'give-up' };

const RESUMES_WITHOUT_GROWTH = 1;
const FAILED_CONNECTIONS = 5;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;

/**
 * Decides how a cut answer is got back. A stream that ended without a terminal chunk is resumed once; a broken
 * connection is tried again with growing pauses; each piece of new text starts the counting afresh.
 *
 * @param jitter from 0 to 1, spreads the pauses of many pages that lost the same server
 */
export function nextMove(end: StreamEnd, before: Recovery, isOnline: boolean, jitter: number): NextMove {
  switch (end.kind) {
    case 'finished':
      return { kind: 'settle', outcome: 'done' };
    case 'aborted':
      return { kind: 'settle', outcome: 'stopped' };
    case 'left':
      return { kind: 'settle', outcome: 'left' };
    case 'error':
      return { kind: 'show-error', error: end.error };
    case 'nothing-running':
      return { kind: 'read-history' };
    case 'truncated': {
      const recovery = grown(before, end.receivedChars);
      if (recovery.resumes >= RESUMES_WITHOUT_GROWTH) return { kind: 'read-history' };
      return { kind: 'resume', afterMs: 0, recovery: { ...recovery, resumes: recovery.resumes + 1, failures: 0 } };
    }
    case 'not-sent':
      return isOnline ? { kind: 'show-error', error: end.error } : { kind: 'ask-when-online' };
    case 'disconnected': {
      const recovery = grown(before, end.receivedChars);
      if (recovery.failures >= FAILED_CONNECTIONS) return { kind: 'give-up' };
      const afterMs = pauseMs(recovery.failures, jitter);
      return { kind: 'resume', afterMs, recovery: { ...recovery, failures: recovery.failures + 1 } };
    }
  }
}

function grown(before: Recovery, receivedChars: number): Recovery {
  return receivedChars > before.receivedChars ? { resumes: 0, failures: 0, receivedChars } : before;
}

function pauseMs(failures: number, jitter: number): number {
  const ceilingMs = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
  return Math.round(ceilingMs * (0.5 + jitter / 2));
}
