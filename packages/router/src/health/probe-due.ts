import type { Health } from './health.ts';

/** When a provider that is kept apart may be tried again; missing where it is in use, or is being tried. */
export function probeDueAtMs({ state }: Health): number | undefined {
  switch (state.name) {
    case 'cooling':
      return state.lease ? Math.max(state.probeFromMs, state.lease.expiresAtMs) : state.probeFromMs;
    case 'open':
      return state.untilMs;
    case 'half_open':
      return state.lease ? state.lease.expiresAtMs : state.sinceMs;
    default:
      return undefined;
  }
}
