import type { Decision } from '../decision/decision.ts';

/** A decision in which only what the test names matters: one provider, nothing done by any stage. */
export function aDecision(overrides: Partial<Decision> = {}): Decision {
  const chain = overrides.chain ?? ['primary'];
  return {
    id: 'decision-1',
    atMs: 0,
    chain,
    reasonCode: 'default',
    notes: [],
    candidates: chain.map((alias, position) => ({
      alias,
      fate: { kind: 'kept', position },
      signals: { coolingLeftMs: 0, consecutiveFailures: 0 },
    })),
    ...overrides,
  };
}
