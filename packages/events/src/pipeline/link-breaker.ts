/** Whether a way out, the queue or the store, is being used. */
export type LinkState =
  | { readonly name: 'closed'; readonly failures: number }
  | { readonly name: 'open'; readonly untilMs: number }
  | { readonly name: 'probing'; readonly successes: number };

export interface LinkSettings {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long nothing is tried once it is open; also how long a change lasts at least. */
  readonly openMs: number;
  /** Successes in a row that close it again. */
  readonly probes: number;
}

export const LINK_DEFAULTS: LinkSettings = { failures: 2, openMs: 10_000, probes: 2 };

export type LinkEvent = 'asked' | 'succeeded' | 'failed';

export const WHOLE_LINK: LinkState = { name: 'closed', failures: 0 };

/** What the link is after an event. Pure; time on the monotonic clock. */
export function afterLinkEvent(state: LinkState, event: LinkEvent, nowMs: number, settings: LinkSettings): LinkState {
  const { failures, openMs, probes } = settings;
  const opened: LinkState = { name: 'open', untilMs: nowMs + openMs };
  switch (state.name) {
    case 'closed':
      if (event === 'succeeded') return state.failures === 0 ? state : WHOLE_LINK;
      if (event === 'asked') return state;
      return state.failures + 1 >= failures ? opened : { name: 'closed', failures: state.failures + 1 };
    case 'open':
      // Work that began before it opened says nothing about what is now.
      return event === 'asked' && nowMs >= state.untilMs ? { name: 'probing', successes: 0 } : state;
    case 'probing':
      if (event === 'asked') return state;
      if (event === 'failed') return opened;
      return state.successes + 1 >= probes ? WHOLE_LINK : { name: 'probing', successes: state.successes + 1 };
  }
}

/** Keeps the state of one way out. */
export class LinkBreaker {
  readonly #settings: LinkSettings;
  readonly #monotonicMs: () => number;
  #state: LinkState = WHOLE_LINK;

  constructor(monotonicMs: () => number, settings: LinkSettings = LINK_DEFAULTS) {
    this.#monotonicMs = monotonicMs;
    this.#settings = settings;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Whether it may be tried now. */
  admits(): boolean {
    this.#after('asked');
    return this.#state.name !== 'open';
  }

  succeeded(): void {
    this.#after('succeeded');
  }

  failed(): void {
    this.#after('failed');
  }

  #after(event: LinkEvent): void {
    this.#state = afterLinkEvent(this.#state, event, this.#monotonicMs(), this.#settings);
  }
}
