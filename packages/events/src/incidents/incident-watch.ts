import type { Clock, Ids } from '@naru/kernel';
import type { WideEvent } from '../event/wide-event.ts';
import { fingerprintOf, type Grouping } from './fingerprint.ts';
import { GroupWindow } from './group-window.ts';
import type { Incident, IncidentSubject } from './incident.ts';
import { afterLifeEvent, LIFE_DEFAULTS, type LifeSettings } from './incident-life.ts';
import { matchesEvent, type IncidentRule } from './incident-rule.ts';
import { SeenIds } from './seen-ids.ts';
import { summariseOutage } from './outage-summary.ts';
import type { Arrival, OutageTally } from './provider-standing.ts';
import { NO_ACTS, summarise, titleOf, type RouterActs } from './summarise.ts';

export interface IncidentWatchDeps {
  readonly rules: readonly IncidentRule[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly life?: LifeSettings;
  /** Groups of a rule that are kept apart; beyond it they are one group, so that ids in a route cannot fill memory. */
  readonly maxGroups?: number;
}

/** An event that is older than this is history, and opens nothing. */
const MAX_LATENESS_MS = 120_000;
const MAX_GROUPS = 500;
const LAST_REQUESTS = 5;
const NOTHING_PENDING = { affected: 0, first: null, last: [] } as const;

interface Group {
  readonly fingerprint: string;
  readonly subject: IncidentSubject;
  readonly window: GroupWindow;
  lastAtMs: number;
  /** Matching events since the last look that found the group quiet. */
  pending: { affected: number; first: string | null; last: string[]; since: number };
}

/**
 * Watches what has been stored, and says which incidents that is. Holds everything in memory; whoever uses it keeps
 * what it returns. An event counts once, however often it comes.
 */
export class IncidentWatch {
  readonly #deps: IncidentWatchDeps;
  readonly #life: LifeSettings;
  readonly #seen = new SeenIds();
  readonly #groups = new Map<string, Map<string, Group>>();
  /** Live, and resolved not long ago, by fingerprint. */
  readonly #incidents = new Map<string, Incident>();
  /** The revision of each incident that whoever keeps them has had last. */
  readonly #revisions = new Map<string, number>();
  readonly #answered = new Map<string, number>();
  #failedOver = 0;
  #exhausted = 0;
  #lastEventAtMs: number;

  constructor(deps: IncidentWatchDeps) {
    this.#deps = deps;
    this.#life = deps.life ?? LIFE_DEFAULTS;
    this.#lastEventAtMs = deps.clock.monotonicMs();
    for (const { name } of deps.rules) this.#groups.set(name, new Map());
  }

  get incidents(): readonly Incident[] {
    return [...this.#incidents.values()];
  }

  /** Takes up what an earlier run, or another process, has left. */
  restore(incidents: readonly Incident[]): void {
    for (const incident of incidents) {
      this.#incidents.set(incident.fingerprint, incident);
      this.#revisions.set(incident.id, incident.revision);
    }
  }

  /** Counts an event that the store has taken. */
  observe(event: WideEvent): void {
    const { clock, rules } = this.#deps;
    const nowMs = clock.monotonicMs();
    if (!this.#seen.add(event.eventId, nowMs)) return;
    this.#lastEventAtMs = nowMs;
    const ageMs = Math.max(0, clock.now() - event.atMs);
    // That a provider is back holds, however late it is told.
    if (ageMs > MAX_LATENESS_MS && !isRecovery(event)) return;
    this.#countActs(event);
    for (const rule of rules) {
      if (rule.threshold.kind === 'absence' || !matchesEvent(event, rule.scope)) continue;
      for (const one of rule.groupBy === 'concerned-provider' ? byProvider(event) : [event]) {
        const isMatch = matchesEvent(one, rule.match);
        // Groups by cause exist only where there is one; the others count all traffic.
        if (!isMatch && rule.groupBy === 'cause') continue;
        this.#count(rule, one, isMatch, { nowMs, ageMs });
      }
    }
  }

  /** Looks at every group and incident. @returns incidents that are new or have changed since the last look */
  look(): readonly Incident[] {
    const changed = new Map<string, Incident>();
    for (const rule of this.#deps.rules) {
      const groups = rule.threshold.kind === 'absence' ? [] : this.#groups.get(rule.name)!.values();
      for (const group of groups) this.#lookAt(rule, group, changed);
      if (rule.threshold.kind === 'absence') this.#lookForSilence(rule, rule.threshold.afterMs, changed);
    }
    this.#closeQuiet(changed);
    this.#inhibit(changed);
    this.#forget();
    return [...changed.values()].map(incident => this.#handOut(incident));
  }

  /** @returns the incident after somebody has taken it on; `undefined` where there is none to take on */
  acknowledge(id: string, by: string): Incident | undefined {
    const incident = this.incidents.find(one => one.id === id);
    if (!incident) return undefined;
    const after = afterLifeEvent(incident, { type: 'acknowledged', by }, this.#deps.clock.now(), this.#life);
    return after === incident ? undefined : this.#handOut(this.#keep(after));
  }

  #count(rule: IncidentRule, event: WideEvent, isMatch: boolean, at: Arrival): void {
    const { nowMs } = at;
    const group = this.#groupOf(rule, event);
    group.window.add(event, isMatch, nowMs, at.ageMs);
    group.lastAtMs = nowMs;
    if (!isMatch) return;
    const { pending } = group;
    if (nowMs - pending.since > this.#life.quietMs) Object.assign(pending, NOTHING_PENDING);
    pending.since = nowMs;
    pending.affected += 1 / event.sample.rate;
    pending.first ??= event.requestId;
    pending.last = [...pending.last.slice(1 - LAST_REQUESTS), event.requestId];
  }

  #groupOf(rule: IncidentRule, event: WideEvent): Group {
    const groups = this.#groups.get(rule.name)!;
    const isFull = groups.size >= (this.#deps.maxGroups ?? MAX_GROUPS);
    const known = groups.get(fingerprintOf(rule.name, event, rule.groupBy));
    if (known) return known;
    const grouping: Grouping = isFull ? 'all' : rule.groupBy;
    const fingerprint = fingerprintOf(rule.name, event, grouping);
    return groups.getOrInsertComputed(fingerprint, () => ({
      fingerprint,
      subject: subjectOf(event, grouping),
      window: new GroupWindow(rule.threshold),
      lastAtMs: 0,
      pending: { affected: 0, first: null, last: [], since: -Infinity },
    }));
  }

  #lookAt(rule: IncidentRule, group: Group, changed: Map<string, Incident>): void {
    const { clock } = this.#deps;
    const { standing } = group.window;
    const { isOver, share } = group.window.read(clock.monotonicMs());
    const existing = this.#incidents.get(group.fingerprint);
    const isLive = existing !== undefined && existing.state.name !== 'resolved';
    const { affected, first, last } = group.pending;
    if (standing && !isOver && !isLive && standing.isInUse(clock.monotonicMs())) {
      // Failures now and then are no part of an outage that comes later.
      standing.forgetTally();
      Object.assign(group.pending, NOTHING_PENDING);
    }
    // How a provider stands is known whether anybody asks or not; everything else lasts as long as its events come.
    if (!isOver && (standing || !(isLive && affected > 0))) return;
    const nowMs = clock.now();
    if (standing && isLive && affected === 0) {
      this.#incidents.set(group.fingerprint, { ...existing, lastSeenAtMs: nowMs });
      return;
    }
    // A window stays over its threshold a while after the last event; that alone is no news.
    if (!standing && existing && affected === 0) return;
    const before = existing ?? this.#opened(rule, group.fingerprint, group.subject);
    const after = afterLifeEvent({ ...before, lastSeenAtMs: nowMs }, { type: 'over-threshold' }, nowMs, this.#life);
    const seen: Incident = {
      ...(isOver ? after : { ...before, lastSeenAtMs: nowMs }),
      affected: before.affected + affected,
      share,
      firstRequestId: before.firstRequestId ?? first,
      lastRequestIds: [...before.lastRequestIds, ...last].slice(-LAST_REQUESTS),
    };
    Object.assign(group.pending, NOTHING_PENDING);
    this.#change(rule, seen, changed, standing?.tally);
  }

  #lookForSilence(rule: IncidentRule, afterMs: number, changed: Map<string, Incident>): void {
    const { clock } = this.#deps;
    const fingerprint = `v1:${rule.name}`;
    if (clock.monotonicMs() - this.#lastEventAtMs < afterMs) return;
    const existing = this.#incidents.get(fingerprint);
    const before = existing ?? this.#opened(rule, fingerprint, {});
    const nowMs = clock.now();
    const after = afterLifeEvent({ ...before, lastSeenAtMs: nowMs }, { type: 'over-threshold' }, nowMs, this.#life);
    if (existing && after.stateVersion === existing.stateVersion) {
      // It goes on; only the instant moves, which is not worth a save.
      this.#incidents.set(fingerprint, { ...existing, lastSeenAtMs: nowMs });
      return;
    }
    this.#change(rule, after, changed);
  }

  #closeQuiet(changed: Map<string, Incident>): void {
    const nowMs = this.#deps.clock.now();
    for (const incident of this.incidents) {
      const after = afterLifeEvent(incident, { type: 'looked-at' }, nowMs, this.#life);
      if (after !== incident) changed.set(after.fingerprint, this.#keep(after));
    }
  }

  /** What another live incident of the same provider explains is kept, and not told. */
  #inhibit(changed: Map<string, Incident>): void {
    const rules = new Map(this.#deps.rules.map(rule => [rule.name, rule]));
    const live = this.incidents.filter(({ state }) => state.name !== 'resolved');
    for (const incident of live) {
      const by = live.find(
        other =>
          other.id !== incident.id &&
          (rules.get(other.rule)?.inhibits ?? []).includes(incident.rule) &&
          (other.subject.provider === undefined ||
            other.subject.provider === incident.subject.provider ||
            // What counts all traffic rises with whichever provider is down.
            rules.get(incident.rule)?.groupBy === 'all'),
      );
      if ((by?.id ?? null) === incident.inhibitedBy) continue;
      const after: Incident = { ...incident, inhibitedBy: by?.id ?? null };
      changed.set(after.fingerprint, this.#keep(after));
    }
  }

  #change(rule: IncidentRule, seen: Incident, changed: Map<string, Incident>, outage?: OutageTally): void {
    const summary = outage ? summariseOutage(seen, outage, rule.likelyCause) : summarise(rule, seen, this.#acts());
    changed.set(seen.fingerprint, this.#keep({ ...seen, summary }));
  }

  /** One revision on from what was handed out last, however much has changed since. */
  #keep(incident: Incident): Incident {
    const kept: Incident = { ...incident, revision: (this.#revisions.get(incident.id) ?? 0) + 1 };
    this.#incidents.set(kept.fingerprint, kept);
    return kept;
  }

  #handOut(incident: Incident): Incident {
    this.#revisions.set(incident.id, incident.revision);
    return incident;
  }

  #opened(rule: IncidentRule, fingerprint: string, subject: IncidentSubject): Incident {
    const nowMs = this.#deps.clock.now();
    return {
      id: this.#deps.ids.newId(),
      fingerprint,
      rule: rule.name,
      severity: rule.severity,
      subject,
      state: { name: 'open' },
      stateVersion: 1,
      revision: 0,
      openedAtMs: nowMs,
      lastSeenAtMs: nowMs,
      reopenedAtMs: [],
      affected: 0,
      share: 1,
      firstRequestId: null,
      lastRequestIds: [],
      inhibitedBy: null,
      title: titleOf(rule, subject),
      summary: '',
      runbook: rule.runbook,
    };
  }

  #countActs(event: WideEvent): void {
    const weight = 1 / event.sample.rate;
    if (event.decision?.failedOver) this.#failedOver += weight;
    if (event.decision?.exhausted) this.#exhausted += weight;
    if (event.kind === 'model-attempt' && event.outcome === 'ok' && event.provider !== undefined) {
      this.#answered.set(event.provider, (this.#answered.get(event.provider) ?? 0) + weight);
    }
  }

  #acts(): RouterActs {
    if (this.#failedOver + this.#exhausted + this.#answered.size === 0) return NO_ACTS;
    const answeredBy = [...this.#answered].sort(([, a], [, b]) => b - a).map(([provider]) => provider);
    return { failedOver: this.#failedOver, exhausted: this.#exhausted, answeredBy: answeredBy.slice(0, 3) };
  }

  /** Groups nobody has heard of for long, incidents that can no longer reopen, and what the router did before them. */
  #forget(): void {
    const { clock } = this.#deps;
    for (const [rule, groups] of this.#groups) {
      const threshold = this.#deps.rules.find(({ name }) => name === rule)!.threshold;
      const keepMs =
        'longMs' in threshold ? threshold.longMs : 'beforeMs' in threshold ? 2 * threshold.beforeMs : 900_000;
      for (const [key, { lastAtMs }] of groups) if (clock.monotonicMs() - lastAtMs > keepMs) groups.delete(key);
    }
    const nowMs = clock.now();
    for (const [key, { id, state }] of this.#incidents) {
      if (state.name !== 'resolved' || nowMs - state.atMs < this.#life.reopenMs) continue;
      this.#incidents.delete(key);
      this.#revisions.delete(id);
    }
    if (this.incidents.some(({ state }) => state.name !== 'resolved')) return;
    this.#answered.clear();
    this.#failedOver = 0;
    this.#exhausted = 0;
  }
}

function isRecovery({ kind, fields }: WideEvent): boolean {
  const state = fields?.['router.health_to'];
  return kind === 'health' && (state === 'closed' || state === 'ramping');
}

/** The event once for each provider that it asked, or would have asked. */
function byProvider(event: WideEvent): readonly WideEvent[] {
  if (event.kind !== 'decision') return event.provider === undefined ? [] : [event];
  const names = new Set([...(event.decision?.passedOver ?? []), ...(event.fields?.['router.tried'] ?? [])]);
  return [...names].map(provider => ({ ...event, provider }));
}

function subjectOf({ route, provider, error }: WideEvent, grouping: Grouping): IncidentSubject {
  switch (grouping) {
    case 'all':
      return {};
    case 'route':
      return { route };
    case 'provider':
    case 'concerned-provider':
      return { provider };
    case 'cause':
      return { route, provider, errorCode: error?.code };
  }
}
