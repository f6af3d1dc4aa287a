import { slotOf, type Override } from './override.ts';

/** How an override came to its end. */
export type OverrideEnd = 'ended' | 'replaced' | 'expired';

export type OverrideEvent =
  | { readonly type: 'made'; readonly override: Override }
  | { readonly type: 'ended'; readonly id: string }
  | { readonly type: 'time-passed'; readonly nowMs: number };

export interface OverrideStep {
  /** In the order in which they were made. The very list that came in where nothing was changed. */
  readonly overrides: readonly Override[];
  readonly gone: readonly { readonly override: Override; readonly how: OverrideEnd }[];
}

/** The overrides that hold after an event. Pure: an override ends when time is said to have passed it. */
export function reduceOverrides(overrides: readonly Override[], event: OverrideEvent): OverrideStep {
  switch (event.type) {
    case 'made': {
      const slot = slotOf(event.override.act);
      const { id } = event.override;
      const step = without(overrides, other => other.id === id || slotOf(other.act) === slot, 'replaced');
      return { ...step, overrides: [...step.overrides, event.override] };
    }
    case 'ended':
      return without(overrides, ({ id }) => id === event.id, 'ended');
    case 'time-passed':
      return without(overrides, ({ expiresAtMs }) => expiresAtMs <= event.nowMs, 'expired');
  }
}

function without(
  overrides: readonly Override[],
  isGone: (override: Override) => boolean,
  how: OverrideEnd,
): OverrideStep {
  const gone = overrides.filter(isGone).map(override => ({ override, how }));
  return { overrides: gone.length === 0 ? overrides : overrides.filter(override => !isGone(override)), gone };
}
