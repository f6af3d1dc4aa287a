import { isLive, type Incident } from '../incidents/incident.ts';
import type { IncidentQuery, IncidentStore } from '../ports/incident-store.ts';

/** The reference `IncidentStore`. */
export class MemoryIncidentStore implements IncidentStore {
  readonly #incidents = new Map<string, Incident>();

  async save(incident: Incident): Promise<boolean> {
    if ((this.#incidents.get(incident.id)?.revision ?? 0) !== incident.revision - 1) return false;
    const rivals = this.#all().filter(other => other.id !== incident.id && other.fingerprint === incident.fingerprint);
    if (isLive(incident) && rivals.some(isLive)) return false;
    this.#incidents.set(incident.id, incident);
    return true;
  }

  async find(id: string): Promise<Incident | undefined> {
    return this.#incidents.get(id);
  }

  async recent(resolvedSinceMs: number): Promise<readonly Incident[]> {
    return this.#all()
      .filter(({ state }) => state.name !== 'resolved' || state.atMs >= resolvedSinceMs)
      .sort((a, b) => a.openedAtMs - b.openedAtMs);
  }

  async list({ fromMs = -Infinity, untilMs = Infinity, onlyLive, limit }: IncidentQuery): Promise<readonly Incident[]> {
    return this.#all()
      .filter(incident => incident.lastSeenAtMs >= fromMs && incident.openedAtMs < untilMs)
      .filter(incident => !onlyLive || isLive(incident))
      .sort((a, b) => b.openedAtMs - a.openedAtMs)
      .slice(0, limit);
  }

  #all(): Incident[] {
    return [...this.#incidents.values()];
  }
}
