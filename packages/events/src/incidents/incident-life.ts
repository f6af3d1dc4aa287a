import type { Incident, IncidentState } from './incident.ts';

export interface LifeSettings {
  /** An incident without a matching event for so long is resolved. */
  readonly quietMs: number;
  /** One that comes back so soon after is the same incident. */
  readonly reopenMs: number;
  /** So many reopenings within `reopenMs` are flapping. */
  readonly flaps: number;
}

export const LIFE_DEFAULTS: LifeSettings = { quietMs: 300_000, reopenMs: 1_800_000, flaps: 3 };

/** What may happen to an incident. */
export type LifeEvent =
  | { readonly type: 'over-threshold' }
  | { readonly type: 'looked-at' }
  | { readonly type: 'acknowledged'; readonly by: string };

/** The state and its reopenings after an event; the same incident where nothing changes. Pure. */
export function afterLifeEvent(incident: Incident, event: LifeEvent, nowMs: number, settings: LifeSettings): Incident {
  const { state } = incident;
  switch (event.type) {
    case 'acknowledged':
      if (state.name === 'resolved' || state.name === 'acknowledged') return incident;
      return entered(incident, { name: 'acknowledged', by: event.by, atMs: nowMs });
    case 'over-threshold': {
      if (state.name !== 'resolved') return incident;
      const reopenedAtMs = [...incident.reopenedAtMs.filter(atMs => nowMs - atMs < settings.reopenMs), nowMs];
      const isFlapping = reopenedAtMs.length >= settings.flaps;
      return { ...entered(incident, { name: isFlapping ? 'flapping' : 'reopened' }), reopenedAtMs };
    }
    case 'looked-at': {
      const quietMs = nowMs - incident.lastSeenAtMs;
      // What flaps has to be quiet for as long as it takes to be another incident, or each pause would be its end.
      const neededMs = state.name === 'flapping' ? settings.reopenMs : settings.quietMs;
      if (state.name === 'resolved' || quietMs < neededMs) return incident;
      return entered(incident, { name: 'resolved', atMs: nowMs });
    }
  }
}

function entered(incident: Incident, state: IncidentState): Incident {
  return { ...incident, state, stateVersion: incident.stateVersion + 1 };
}
