export type Severity = 'warning' | 'critical';

export type IncidentState =
  | { readonly name: 'open' }
  | { readonly name: 'acknowledged'; readonly by: string; readonly atMs: number }
  | { readonly name: 'resolved'; readonly atMs: number }
  /** It was resolved, and came back within half an hour. */
  | { readonly name: 'reopened' }
  /** It comes and goes; who is told hears of it every half hour only. */
  | { readonly name: 'flapping' };

/** What the incident is about, as far as its rule groups by it. */
export interface IncidentSubject {
  readonly route?: string | undefined;
  readonly provider?: string | undefined;
  readonly errorCode?: string | undefined;
  readonly tenant?: string | undefined;
}

/** Many events with one cause, told as one thing. */
export interface Incident {
  readonly id: string;
  /** Of two incidents that are not resolved, no two have the same. */
  readonly fingerprint: string;
  /** The rule of the config that opened it. */
  readonly rule: string;
  readonly severity: Severity;
  readonly subject: IncidentSubject;
  readonly state: IncidentState;
  /** Rises by one with each change of state. Part of a notice's key. */
  readonly stateVersion: number;
  /** Rises by one with each save; a save on top of another version is refused. */
  readonly revision: number;
  readonly openedAtMs: number;
  /** When a matching event was last seen. */
  readonly lastSeenAtMs: number;
  /** Instants of its reopenings within the last half hour, oldest first. */
  readonly reopenedAtMs: readonly number[];
  /** Units of work that the matching events stand for, since it opened. */
  readonly affected: number;
  /** The share of the traffic of the same kind that is affected, when last looked at: 0 to 1. */
  readonly share: number;
  readonly firstRequestId: string | null;
  /** The latest ones, newest last. */
  readonly lastRequestIds: readonly string[];
  /** The incident that explains this one; it is told of, this one is not. */
  readonly inhibitedBy: string | null;
  /** One line, in Korean. */
  readonly title: string;
  /** What, since when, how many, whom, why as far as rules can tell, what the router did, where to read on; in Korean. */
  readonly summary: string;
  readonly runbook: string;
}

export function isLive({ state }: Pick<Incident, 'state'>): boolean {
  return state.name !== 'resolved';
}
