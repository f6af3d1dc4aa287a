import type { Incident } from '../incidents/incident.ts';

/** Keeps incidents. Every method is atomic, also between processes. */
export interface IncidentStore {
  /**
   * Writes the incident when the one stored has the revision before (`incident.revision - 1`; none for revision 1) and
   * no other live incident has its fingerprint.
   *
   * @returns whether it was written; if not, another process was first, and the caller reads again
   */
  save(incident: Incident): Promise<boolean>;

  find(id: string): Promise<Incident | undefined>;

  /** Every incident that is not resolved, and those resolved at the instant or later; the oldest first. */
  recent(resolvedSinceMs: number): Promise<readonly Incident[]>;

  /** Incidents seen within the time span, the latest opened first. */
  list(query: IncidentQuery): Promise<readonly Incident[]>;
}

export interface IncidentQuery {
  /** Last seen at this instant or later. */
  readonly fromMs?: number | undefined;
  /** Opened before this instant. */
  readonly untilMs?: number | undefined;
  readonly onlyLive?: boolean | undefined;
  readonly limit: number;
}
