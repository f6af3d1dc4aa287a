import { messageOf, type Clock, type Ids, type Logger, type Timer } from '@naru/kernel';
import type { OverrideChange, OverrideStore } from '../ports/override-store.ts';
import type { Provider } from '../providers/provider.ts';
import type { OverrideChangedEvent } from '../telemetry/router-event.ts';
import { auditOf, type AuditRecord } from './audit-record.ts';
import { problemOf, type OverrideRequest } from './check-override.ts';
import { reduceOverrides, type OverrideStep } from './override-change.ts';
import { slotOf, type Override } from './override.ts';

export type PutOutcome =
  | { readonly kind: 'made'; readonly override: Override; readonly replaced: readonly Override[] }
  /** `problem` is for the operator to read. */
  | { readonly kind: 'refused'; readonly problem: string };

export type EndOutcome =
  | { readonly kind: 'ended'; readonly override: Override }
  /** Never made, or at its end already. */
  | { readonly kind: 'not_found' };

export interface OverrideBookDeps {
  readonly store: OverrideStore | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly emit: (event: OverrideChangedEvent) => void;
}

const MAX_OVERRIDES = 100;
const MAX_UNSAVED = 1_000;
const SAVE_AGAIN_MS = 5_000;
/** Timers cannot sleep for longer than 2^31 ms; nothing is lost by looking once a day. */
const LONGEST_SLEEP_MS = 86_400_000;
/** Who ends what nobody ended. */
const NOBODY = 'naru';

/**
 * What operators want for now. An act holds at once: the store is told after it, and told again until it has heard,
 * because whoever acts in an outage cannot wait for a database that has one too.
 */
export class OverrideBook {
  readonly #deps: OverrideBookDeps;
  #overrides: readonly Override[] = [];
  #unsaved: OverrideChange[] = [];
  #saving: Promise<void> = Promise.resolve();
  #expiry: Timer | undefined;
  #again: Timer | undefined;

  constructor(deps: OverrideBookDeps) {
    this.#deps = deps;
  }

  /** Those that hold now, in the order in which they were made; the same list as long as nothing changes. */
  get active(): readonly Override[] {
    const nowMs = this.#deps.clock.now();
    const isOver = this.#overrides.some(({ expiresAtMs }) => expiresAtMs <= nowMs);
    // The timer will tell of the expiry; that it holds no longer must not wait for it.
    return isOver ? this.#overrides.filter(({ expiresAtMs }) => expiresAtMs > nowMs) : this.#overrides;
  }

  /** Resolves when all that was done has reached the store, or the store has failed. */
  get saved(): Promise<void> {
    return this.#saving;
  }

  /** Takes up what held before the start; what was said here meanwhile is later, and wins. @throws what the store throws */
  async restore(): Promise<void> {
    const stored = (await this.#deps.store?.list()) ?? [];
    for (const override of [...stored, ...this.#overrides]) {
      this.#overrides = reduceOverrides(this.#overrides, { type: 'made', override }).overrides;
    }
    const gone = stored
      .filter(({ id }) => !this.#overrides.some(other => other.id === id))
      .map(override => ({ override, how: 'replaced' as const }));
    const step = this.#take({ overrides: this.#overrides, gone });
    if (gone.length > 0) this.#save([], this.#audit(step, NOBODY), step);
    this.#expire();
  }

  put(request: OverrideRequest, author: string, providers: readonly Provider[], hasCanary: boolean): PutOutcome {
    const { clock, ids } = this.#deps;
    const problem = problemOf(request, author, providers, hasCanary);
    if (problem !== undefined) return { kind: 'refused', problem };
    if (this.active.length >= MAX_OVERRIDES) {
      return { kind: 'refused', problem: `there are ${MAX_OVERRIDES} overrides already; end one first` };
    }
    const createdAtMs = clock.now();
    const { act, ttlMs, reason } = request;
    const override = { id: ids.newId(), act, reason, author, createdAtMs, expiresAtMs: createdAtMs + ttlMs };
    const step = this.#take(reduceOverrides(this.#overrides, { type: 'made', override }));
    this.#tell('made', override, author);
    this.#save([override], [auditOf(override, 'made', author, createdAtMs), ...this.#audit(step, author)], step);
    return { kind: 'made', override, replaced: step.gone.map(gone => gone.override) };
  }

  end(id: string, author: string): EndOutcome {
    this.#expire();
    const step = this.#take(reduceOverrides(this.#overrides, { type: 'ended', id }));
    const [gone] = step.gone;
    if (!gone) return { kind: 'not_found' };
    this.#tell('ended', gone.override, author);
    this.#save([], this.#audit(step, author), step);
    return { kind: 'ended', override: gone.override };
  }

  /** What another instance has made, which also keeps it. What was said here later about the same thing stays. */
  adopt(override: Override): void {
    if (override.expiresAtMs <= this.#deps.clock.now()) return;
    const slot = slotOf(override.act);
    const own = this.#overrides.find(({ id, act }) => id === override.id || slotOf(act) === slot);
    if (own && (own.id === override.id || own.createdAtMs > override.createdAtMs)) return;
    this.#take(reduceOverrides(this.#overrides, { type: 'made', override }));
  }

  /** What another instance has ended. */
  forget(id: string): void {
    this.#take(reduceOverrides(this.#overrides, { type: 'ended', id }));
  }

  /** Ends all timers; nothing is told or saved any more after what is under way. */
  close(): void {
    this.#expiry?.cancel();
    this.#again?.cancel();
  }

  #expire(): void {
    const step = this.#take(reduceOverrides(this.#overrides, { type: 'time-passed', nowMs: this.#deps.clock.now() }));
    for (const { override } of step.gone) this.#tell('expired', override, NOBODY);
    if (step.gone.length > 0) this.#save([], this.#audit(step, NOBODY), step);
  }

  #take(step: OverrideStep): OverrideStep {
    this.#overrides = step.overrides;
    this.#expiry?.cancel();
    this.#expiry = undefined;
    if (step.overrides.length === 0) return step;
    const nextMs = Math.min(...step.overrides.map(({ expiresAtMs }) => expiresAtMs)) - this.#deps.clock.now();
    this.#expiry = this.#deps.clock.schedule(Math.min(LONGEST_SLEEP_MS, Math.max(0, nextMs)), () => this.#expire());
    return step;
  }

  #tell(action: 'made' | 'ended' | 'expired', override: Override, author: string): void {
    this.#deps.emit({ type: 'override-changed', action, override, author });
  }

  #audit({ gone }: OverrideStep, author: string): readonly AuditRecord[] {
    const nowMs = this.#deps.clock.now();
    return gone.map(({ override, how }) => auditOf(override, how, author, nowMs));
  }

  #save(made: readonly Override[], audit: readonly AuditRecord[], { gone }: OverrideStep): void {
    if (!this.#deps.store) return;
    this.#unsaved.push({ made, endedIds: gone.map(({ override }) => override.id), audit });
    if (this.#unsaved.length > MAX_UNSAVED) {
      this.#unsaved.shift();
      this.#deps.logger.error(
        { unsaved: MAX_UNSAVED },
        'An act of an operator is lost: the store has been away too long.',
      );
    }
    this.#saving = this.#saving.then(() => this.#saveAll());
  }

  /** In their order: a store must not hear of an end before the beginning. */
  async #saveAll(): Promise<void> {
    const { store, clock, logger } = this.#deps;
    for (let change = this.#unsaved[0]; store && change; change = this.#unsaved[0]) {
      try {
        await store.apply(change);
      } catch (error) {
        const fields = { error: messageOf(error), unsaved: this.#unsaved.length };
        logger.error(fields, 'What an operator did holds, but cannot be kept yet; it is tried again until it can.');
        this.#again?.cancel();
        this.#again = clock.schedule(SAVE_AGAIN_MS, () => {
          this.#saving = this.#saving.then(() => this.#saveAll());
        });
        return;
      }
      this.#unsaved = this.#unsaved.filter(other => other !== change);
    }
  }
}
