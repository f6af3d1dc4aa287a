import { messageOf, type Clock, type Ids, type Logger, type Timer } from '@naru/kernel';
import { decodeEvent } from '../event/encoded-event.ts';
import { NOTICE_DEFAULTS, NoticePlan, type NoticeSettings } from '../notices/notice-plan.ts';
import type { IncidentStore } from '../ports/incident-store.ts';
import type { Notifier } from '../ports/notifier.ts';
import type { Persisted } from '../sink/event-writer.ts';
import { DEFAULT_INCIDENT_RULES } from './default-rules.ts';
import { afterLifeEvent, LIFE_DEFAULTS, type LifeSettings } from './incident-life.ts';
import type { Incident } from './incident.ts';
import type { IncidentRule } from './incident-rule.ts';
import { IncidentWatch } from './incident-watch.ts';

export interface IncidentDeskSettings {
  readonly rules: readonly IncidentRule[];
  readonly life: LifeSettings;
  readonly notices: NoticeSettings;
  readonly lookMs: number;
  /** A notice that is not taken within it has failed, and is told again later. */
  readonly notifyMs: number;
}

export const INCIDENT_DESK_DEFAULTS: IncidentDeskSettings = {
  rules: DEFAULT_INCIDENT_RULES,
  life: LIFE_DEFAULTS,
  notices: NOTICE_DEFAULTS,
  lookMs: 2_000,
  notifyMs: 10_000,
};

export interface IncidentDeskDeps {
  readonly store: IncidentStore;
  readonly notifiers: readonly Notifier[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly settings?: Partial<IncidentDeskSettings>;
}

/** Turns what the store has taken into incidents, keeps them, and sees that people are told. */
export class IncidentDesk {
  readonly #deps: IncidentDeskDeps;
  readonly #settings: IncidentDeskSettings;
  readonly #watch: IncidentWatch;
  readonly #plans: readonly { readonly notifier: Notifier; readonly plan: NoticePlan }[];
  #timer: Timer | undefined;
  #looking: Promise<void> | undefined;
  #isRunning = false;
  #hasRestored = false;

  constructor(deps: IncidentDeskDeps) {
    this.#deps = deps;
    this.#settings = { ...INCIDENT_DESK_DEFAULTS, ...deps.settings };
    const { rules, life } = this.#settings;
    this.#watch = new IncidentWatch({ rules, clock: deps.clock, ids: deps.ids, life });
    // Each receiver has a plan of its own: one that is away must not make another hear everything twice.
    this.#plans = deps.notifiers.map(notifier => ({ notifier, plan: new NoticePlan(this.#settings.notices) }));
  }

  /** Live incidents, and those resolved within the last half hour, as this process knows them. */
  get incidents(): readonly Incident[] {
    return this.#watch.incidents;
  }

  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#isRunning = false;
    this.#timer?.cancel();
    await this.#looking;
  }

  /**
   * Hears what became of a batch; give it to the pipeline as `onPersisted`. Only what the store had not had counts,
   * so that a stream that is replayed after a restart changes nothing.
   */
  hear({ stored }: Pick<Persisted, 'stored'>): void {
    let isUrgent = false;
    for (const { text } of stored) {
      const event = decodeEvent(text);
      if (!event) continue;
      this.#watch.observe(event);
      isUrgent ||= event.decision?.exhausted === true;
    }
    if (isUrgent && this.#isRunning) void this.look();
  }

  /** Looks now instead of in a moment. Never throws. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch((error: unknown) => this.#deps.logger.error({ error: messageOf(error) }, 'Incidents cannot be kept.'))
      .finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  /** @returns the incident that somebody has taken on; `undefined` when there is none that could be */
  async acknowledge(id: string, by: string): Promise<Incident | undefined> {
    const known = this.#watch.acknowledge(id, by);
    if (known) {
      await this.#save(known);
      return known;
    }
    // Another process may have opened it.
    const stored = await this.#deps.store.find(id);
    if (!stored) return undefined;
    const after = afterLifeEvent(stored, { type: 'acknowledged', by }, this.#deps.clock.now(), this.#settings.life);
    if (after === stored) return undefined;
    const saved: Incident = { ...after, revision: stored.revision + 1 };
    return (await this.#deps.store.save(saved)) ? saved : undefined;
  }

  async #look(): Promise<void> {
    if (!this.#hasRestored) await this.#restore();
    for (const incident of this.#watch.look()) await this.#save(incident);
    await Promise.all(this.#plans.map(({ notifier, plan }) => this.#tell(notifier, plan)));
  }

  async #restore(): Promise<void> {
    const nowMs = this.#deps.clock.now();
    const recent = await this.#deps.store.recent(nowMs - this.#settings.life.reopenMs);
    this.#watch.restore(recent);
    for (const { plan } of this.#plans) plan.restore(recent, nowMs);
    this.#hasRestored = true;
  }

  async #save(incident: Incident): Promise<void> {
    const { store, logger } = this.#deps;
    try {
      if (await store.save(incident)) return;
      const stored = await store.find(incident.id);
      // Saves of ours were lost while the store was away: this one takes their place.
      const next: Incident = { ...incident, revision: (stored?.revision ?? 0) + 1 };
      if (next.revision < incident.revision && (await store.save(next))) return this.#watch.restore([next]);
      // Another process was first: what it wrote holds here, too.
      const recent = await store.recent(this.#deps.clock.now() - this.#settings.life.reopenMs);
      this.#watch.restore(recent.filter(({ fingerprint }) => fingerprint === incident.fingerprint));
    } catch (error) {
      // People are told all the same, and the next change carries this one with it.
      logger.warn({ incident: incident.id, error: messageOf(error) }, 'An incident could not be kept.');
    }
  }

  async #tell(notifier: Notifier, plan: NoticePlan): Promise<void> {
    const due = plan.due(this.#watch.incidents, this.#deps.clock.now());
    if (!due) return;
    const stop = new AbortController();
    const { promise: tooLate, reject } = Promise.withResolvers<never>();
    const timer = this.#deps.clock.schedule(this.#settings.notifyMs, () => {
      const error = new Error(`${notifier.label} took longer than ${this.#settings.notifyMs} ms.`);
      stop.abort(error);
      reject(error);
    });
    try {
      await Promise.race([notifier.notify(due.notice, stop.signal), tooLate]);
      due.told();
    } catch (error) {
      this.#deps.logger.warn({ notifier: notifier.label, error: messageOf(error) }, 'A notice was not taken.');
    } finally {
      timer.cancel();
    }
  }

  #schedule(): void {
    this.#timer = this.#deps.clock.schedule(this.#settings.lookMs, () => {
      void this.look().finally(() => {
        if (this.#isRunning) this.#schedule();
      });
    });
  }
}
