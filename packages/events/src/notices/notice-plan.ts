import { sha256Hex } from '@naru/kernel';
import type { Incident } from '../incidents/incident.ts';
import type { Notice } from '../ports/notifier.ts';

export interface NoticeSettings {
  /** How long a new incident waits for others that come with it. */
  readonly groupWaitMs: number;
  readonly criticalWaitMs: number;
  /** No incident is told of sooner after it was told of. */
  readonly groupIntervalMs: number;
  /** One that nobody has taken on is told of again. */
  readonly repeatMs: number;
  readonly flappingMs: number;
  /** Rules whose incidents do not wait. */
  readonly immediateRules: readonly string[];
}

export const NOTICE_DEFAULTS: NoticeSettings = {
  groupWaitMs: 30_000,
  criticalWaitMs: 5_000,
  groupIntervalMs: 300_000,
  repeatMs: 14_400_000,
  flappingMs: 1_800_000,
  immediateRules: ['failover-exhausted'],
};

interface Told {
  readonly stateVersion: number;
  readonly state: Incident['state']['name'];
  readonly atMs: number;
  readonly times: number;
}

interface Due {
  readonly incident: Incident;
  readonly reason: Notice['reason'];
  readonly times: number;
}

/** An incident that is older than this when a process starts has been told of by the one before. */
const TOLD_BEFORE_MS = 300_000;

/** Decides what people are told, and when. Keeps what was told; tells nobody itself. */
export class NoticePlan {
  readonly #settings: NoticeSettings;
  readonly #told = new Map<string, Told>();

  constructor(settings: NoticeSettings = NOTICE_DEFAULTS) {
    this.#settings = settings;
  }

  /** Takes incidents of an earlier run for told, but for the youngest. */
  restore(incidents: readonly Incident[], nowMs: number): void {
    for (const incident of incidents) {
      if (nowMs - incident.openedAtMs >= TOLD_BEFORE_MS) this.#note({ incident, reason: 'opened', times: 0 }, nowMs);
    }
  }

  /**
   * The notice that is due now; those that are due together are told together. The same until `told` says that it
   * arrived.
   */
  due(incidents: readonly Incident[], nowMs: number): { readonly notice: Notice; told(): void } | undefined {
    this.#forget(incidents);
    const due = incidents.map(incident => this.#dueOf(incident, nowMs)).filter(one => one !== undefined);
    if (due.length === 0) return undefined;
    return {
      notice: noticeOf(due, this.#settings, nowMs),
      told: () => due.forEach(one => this.#note(one, nowMs)),
    };
  }

  #dueOf(incident: Incident, nowMs: number): Due | undefined {
    if (incident.inhibitedBy !== null) return undefined;
    const told = this.#told.get(incident.id);
    const { name } = incident.state;
    if (!told) {
      if (name === 'resolved' || name === 'acknowledged') return undefined;
      const isDue = nowMs - incident.openedAtMs >= this.#waitOf(incident);
      return isDue ? { incident, reason: this.#firstReason(incident), times: 0 } : undefined;
    }
    const sinceMs = nowMs - told.atMs;
    if (name === 'flapping' || told.state === 'flapping') {
      const isNews = told.state !== 'flapping' && sinceMs >= this.#settings.groupIntervalMs;
      if (!isNews && sinceMs < this.#settings.flappingMs) return undefined;
      if (told.stateVersion === incident.stateVersion && name !== 'flapping') return undefined;
      return { incident, reason: name === 'flapping' ? 'flapping' : reasonOf(name), times: told.times + 1 };
    }
    if (name === 'acknowledged' || sinceMs < this.#settings.groupIntervalMs) return undefined;
    if (told.stateVersion !== incident.stateVersion) {
      return told.state === name && name === 'resolved' ? undefined : { incident, reason: reasonOf(name), times: 0 };
    }
    if (name === 'resolved' || sinceMs < this.#settings.repeatMs) return undefined;
    return { incident, reason: 'repeated', times: told.times + 1 };
  }

  #waitOf({ rule, severity }: Incident): number {
    const { immediateRules, criticalWaitMs, groupWaitMs } = this.#settings;
    if (immediateRules.includes(rule)) return 0;
    return severity === 'critical' ? criticalWaitMs : groupWaitMs;
  }

  #firstReason({ rule }: Incident): Notice['reason'] {
    return this.#settings.immediateRules.includes(rule) ? 'failover-failed' : 'opened';
  }

  #note({ incident, times }: Due, nowMs: number): void {
    const { id, stateVersion, state } = incident;
    this.#told.set(id, { stateVersion, state: state.name, atMs: nowMs, times });
  }

  #forget(incidents: readonly Incident[]): void {
    const known = new Set(incidents.map(({ id }) => id));
    for (const id of this.#told.keys()) if (!known.has(id)) this.#told.delete(id);
  }
}

function reasonOf(state: Incident['state']['name']): Notice['reason'] {
  if (state === 'resolved') return 'resolved';
  return state === 'reopened' ? 'reopened' : 'opened';
}

const PREFIX: Readonly<Record<Notice['reason'], string>> = {
  opened: '장애',
  reopened: '재발',
  flapping: '반복',
  repeated: '계속',
  resolved: '해결',
  'failover-failed': '긴급',
};

function noticeOf(due: readonly Due[], { immediateRules }: NoticeSettings, atMs: number): Notice {
  // The most urgent gives the notice its face; the others stand below it.
  const sorted = due.toSorted((a, b) => urgency(b, immediateRules) - urgency(a, immediateRules));
  const [first] = sorted as [Due, ...Due[]];
  const key = sorted.map(({ incident, times }) => `${incident.id}@${incident.stateVersion}.${times}`).join('+');
  const more = due.length > 1 ? ` 외 ${due.length - 1}건` : '';
  return {
    key: key.length <= 200 ? key : `group-${sha256Hex(key).slice(0, 32)}`,
    reason: first.reason,
    severity: sorted.some(({ incident }) => incident.severity === 'critical') ? 'critical' : 'warning',
    title: `[${PREFIX[first.reason]}] ${first.incident.title}${more}`,
    text: sorted.map(({ reason, incident }) => `[${PREFIX[reason]}] ${incident.title}`).join('\n'),
    items: sorted.map(({ incident: { id, title, summary, runbook } }) => ({ incidentId: id, title, summary, runbook })),
    atMs,
  };
}

function urgency({ incident, reason }: Due, immediateRules: readonly string[]): number {
  if (reason === 'resolved') return 0;
  if (immediateRules.includes(incident.rule)) return 3;
  return incident.severity === 'critical' ? 2 : 1;
}
