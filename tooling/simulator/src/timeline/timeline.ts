import type { ProviderSettings } from '../server/provider.ts';

/** A world of providers and what becomes of them, in the order of time. */
export interface Timeline {
  readonly title: string;
  readonly providers: Readonly<Record<string, ProviderSettings>>;
  readonly seed: number | undefined;
  readonly steps: readonly TimelineStep[];
  /** Starts again after so long; once only if it is missing. */
  readonly loopMs: number | undefined;
}

export interface TimelineStep {
  readonly atMs: number;
  readonly provider: string;
  /** As in a model name; `well` ends what stood. */
  readonly behaviour: string;
  readonly forMs: number | undefined;
  readonly times: number | undefined;
}

/** Three providers that answer well: what runs without a timeline. */
export const QUIET_TIMELINE: Timeline = {
  title: 'Everyone answers well',
  providers: {
    primary: { protocol: 'openai' },
    fallback: { protocol: 'anthropic' },
    last: { protocol: 'generate' },
  },
  seed: undefined,
  steps: [],
  loopMs: undefined,
};
