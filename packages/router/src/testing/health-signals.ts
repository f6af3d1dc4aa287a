import type { HealthSignals } from '../decision/decision.ts';

/** Signals of a provider that has never failed, but for what the test names. */
export function healthSignals(overrides: Partial<HealthSignals> = {}): HealthSignals {
  return {
    state: 'closed',
    generation: 0,
    openLeftMs: 0,
    probing: false,
    rampShare: 1,
    score: 1,
    ratio: 1,
    penalty: 0,
    samples: 0,
    ...overrides,
  };
}
