import type { Problem } from './problem.ts';

/** What the page is doing for the conversation. Only `idle` takes a new question. */
export type Phase = 'loading' | 'idle' | 'answering' | 'reconnecting' | 'offline';

/** What a screen reader is told; the words are in `texts.announce`. */
export type Announcement = 'writing' | 'done' | 'stopped' | 'backOnline';

/** How a message ended in this page's life, where it did not end well. */
export type CutShort = 'stopped' | 'interrupted';

export interface ConversationState {
  readonly phase: Phase;
  readonly problem?: Problem | undefined;
  /** What the server says it is doing, before the first word. */
  readonly progress?: string | undefined;
  /** By message id. An answer that broke stays marked when its banner is gone. */
  readonly cutShort: ReadonlyMap<string, CutShort>;
  readonly announcement?: Announcement;
  /** Grows with each announcement, so that the same one can be said twice. */
  readonly announcements: number;
}
