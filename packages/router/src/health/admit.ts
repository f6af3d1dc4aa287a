import type { Health, Lease } from './health.ts';
import { stay, type HealthEvent, type HealthStep } from './health-event.ts';

/** The first-token limit that is usual, and five seconds. */
const DEFAULT_LEASE_MS = 11_000;

type AdmittedEvent = Extract<HealthEvent, { type: 'admitted' }>;

/** Whether an attempt may be sent to a provider whose health is up to date, and whether it is the one that probes. */
export function admit(health: Health, event: AdmittedEvent): HealthStep {
  const { state } = health;
  const { bypass = false, mayProbe = true, isProbe = false } = event;
  const yields = event.yields === true && !bypass;
  switch (state.name) {
    case 'ramping':
      return withTicket(health);
    case 'closed':
    case 'cooling': {
      const isOnTrial =
        state.name === 'closed' ? state.provingLeft > 0 : event.nowMs >= (isProbe ? state.probeFromMs : state.untilMs);
      if (!isOnTrial) return withTicket(health);
      if (!isHeld(state.lease, event.nowMs)) return leased(health, event, lease => ({ ...state, lease }));
      // While nobody knows whether it answers, whoever has another provider goes there.
      return yields ? stay(health) : withTicket(health);
    }
    case 'open':
      return bypass ? withTicket(health) : stay(health);
    case 'half_open':
      if (!state.lease && mayProbe) return leased(health, event, lease => ({ ...state, lease }));
      return bypass ? withTicket(health) : stay(health);
  }
}

export function isHeld(lease: Lease | undefined, nowMs: number): boolean {
  return lease !== undefined && nowMs < lease.expiresAtMs;
}

function withTicket(health: Health): HealthStep {
  return { ...stay(health), ticket: { generation: health.generation, lease: undefined } };
}

function leased(
  health: Health,
  { nowMs, leaseMs = DEFAULT_LEASE_MS }: AdmittedEvent,
  stateWith: (lease: Lease) => Health['state'],
): HealthStep {
  const id = health.leasesGiven + 1;
  const state = stateWith({ id, expiresAtMs: nowMs + leaseMs });
  return {
    ...stay({ ...health, state, leasesGiven: id }),
    ticket: { generation: health.generation, lease: id },
  };
}
