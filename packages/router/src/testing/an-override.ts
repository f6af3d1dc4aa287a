import type { Override } from '../overrides/override.ts';

/** An override in which only what the test names matters: `primary` forced from 0 to 1 h. */
export function anOverride(overrides: Partial<Override> = {}): Override {
  return {
    id: 'override-1',
    act: { kind: 'force', provider: 'primary' },
    reason: '점검',
    author: 'operator',
    createdAtMs: 0,
    expiresAtMs: 3_600_000,
    ...overrides,
  };
}
