import type { EventDraft, EventKind, Sample } from '../event/wide-event.ts';
import { stableHash } from './stable-hash.ts';

export interface SamplingSettings {
  /** The share of ordinary events that is kept: 0 to 1. */
  readonly rate: number;
  /** Work that took longer is always kept, unless its route or kind has a threshold of its own. */
  readonly slowMs: number;
  readonly slowMsByKind: Readonly<Partial<Record<EventKind, number>>>;
  readonly slowMsByRoute: Readonly<Record<string, number>>;
  /** Routes whose events are all kept, by template; a `*` at the end stands for anything. */
  readonly criticalRoutes: readonly string[];
  readonly criticalKinds: readonly EventKind[];
}

export const SAMPLING_DEFAULTS: SamplingSettings = {
  rate: 0.05,
  slowMs: 3_000,
  // An answer of a model takes its time; slow is what a customer would call slow.
  slowMsByKind: { 'chat-turn': 15_000, 'model-attempt': 15_000, 'tool-call': 2_000 },
  slowMsByRoute: { '/v1/chat/stream': 15_000, '/v1/chat/completions': 30_000 },
  criticalRoutes: ['/v1/payments*', '/v1/holds*', '/v1/reservations*', '/internal/overrides*', '/internal/rollback*'],
  criticalKinds: ['send', 'hold', 'payment', 'override', 'rollback', 'security', 'health'],
};

export type SampleVerdict = Sample | { readonly kept: false };

/** Says, of work that has ended, whether its event is kept, by which rule and at which share. */
export type Sampler = (draft: EventDraft) => SampleVerdict;

const LEFT_OUT: SampleVerdict = { kept: false };
const HASHES = 4_294_967_296;

/**
 * Decides once the work has ended, when it is known what matters. Ordinary work is kept by a hash of its request id:
 * every instance decides alike, and all events of one request share its lot.
 *
 * @throws {RangeError} for a share outside 0 to 1 or a threshold that is no positive number
 */
export function createSampler(settings: SamplingSettings = SAMPLING_DEFAULTS): Sampler {
  const { rate, slowMs, slowMsByKind, slowMsByRoute, criticalKinds } = settings;
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`The share of events kept must be from 0 to 1, got ${rate}.`);
  const slowByKind = new Map(Object.entries(slowMsByKind));
  const slowByRoute = new Map(Object.entries(slowMsByRoute));
  for (const threshold of [slowMs, ...slowByKind.values(), ...slowByRoute.values()]) {
    if (!(threshold > 0)) throw new RangeError(`A threshold of slowness must be above 0 ms, got ${threshold}.`);
  }
  const isCriticalRoute = routeMatcher(settings.criticalRoutes);
  const isCriticalKind = new Set<string>(criticalKinds);
  const share: Sample = { kept: true, rule: 'share', rate };

  return draft => {
    if (draft.error) return ALWAYS.error;
    if (isCriticalKind.has(draft.kind) || isCriticalRoute(draft.route)) return ALWAYS.critical;
    if (draft.decision?.failedOver || draft.decision?.exhausted) return ALWAYS.failedOver;
    if (draft.decision?.shaped) return ALWAYS.shaped;
    if (draft.durationMs > (slowByRoute.get(draft.route) ?? slowByKind.get(draft.kind) ?? slowMs)) return ALWAYS.slow;
    return stableHash(String(draft.requestId)) < rate * HASHES ? share : LEFT_OUT;
  };
}

const ALWAYS = {
  error: { kept: true, rule: 'error', rate: 1 },
  critical: { kept: true, rule: 'critical', rate: 1 },
  failedOver: { kept: true, rule: 'failed-over', rate: 1 },
  shaped: { kept: true, rule: 'shaped', rate: 1 },
  slow: { kept: true, rule: 'slow', rate: 1 },
} as const satisfies Record<string, Sample>;

function routeMatcher(patterns: readonly string[]): (route: string) => boolean {
  const exact = new Set(patterns.filter(pattern => !pattern.endsWith('*')));
  const beginnings = patterns.filter(pattern => pattern.endsWith('*')).map(pattern => pattern.slice(0, -1));
  return route => exact.has(route) || beginnings.some(beginning => String(route).startsWith(beginning));
}
