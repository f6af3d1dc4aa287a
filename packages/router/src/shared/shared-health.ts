import type { Clock, Timer } from '@naru/kernel';
import type { HealthNotice } from '../health/health-notice.ts';
import { readNotice } from '../health/read-notice.ts';
import type { HealthSettings } from '../health/health-settings.ts';
import { healthKeyOf, type ProviderHealth } from '../health/provider-health.ts';
import type { SharedChange } from '../ports/shared-state.ts';
import type { Provider } from '../providers/provider.ts';
import type { GuardedState } from './guarded-state.ts';

/** Longer than anything in a notice matters. */
const KEPT_MS = 900_000;
const LEASE_MS = 15_000;
const ASK_AGAIN_MS = 1_000;

export interface SharedHealthDeps {
  readonly state: GuardedState;
  /** Of this instance. */
  readonly instanceId: string;
  readonly clock: Clock;
  readonly health: ProviderHealth;
  /** As they are now. */
  readonly settings: () => HealthSettings;
}

/**
 * Lets several instances know the same of each provider: what one sees change, the others take over; and of those who
 * could probe an open circuit, one does. Where the state is down, each goes on alone.
 */
export class SharedHealth {
  readonly #deps: SharedHealthDeps;
  readonly #stopListening: () => void;
  /** What was last said or heard of a provider, by key. */
  readonly #known = new Map<string, string>();
  /** Until when this instance may probe, by key. */
  readonly #mayProbeUntilMs = new Map<string, number>();
  readonly #timers = new Map<string, Timer>();
  #isDisposed = false;

  constructor(deps: SharedHealthDeps) {
    this.#deps = deps;
    this.#stopListening = deps.state.listen(change => this.#heard(change));
    void this.#catchUp();
  }

  /** Whether this instance is the one that probes. */
  mayProbe(key: string): boolean {
    return (this.#mayProbeUntilMs.get(key) ?? -Infinity) > this.#deps.clock.monotonicMs();
  }

  /** Something was learned of the provider, here or from another instance. */
  learned(provider: Provider, isTold: boolean): void {
    if (this.#isDisposed) return;
    const key = healthKeyOf(provider);
    const notice = this.#deps.health.noticeOf(provider);
    if (!notice) return;
    this.#planClaim(provider, key, notice);
    // That a circuit may be probed comes about by time, which each instance sees for itself.
    if (notice.state === 'half_open') return;
    const essence = this.#essenceOf(notice);
    if (this.#known.get(key) === essence) return;
    const isNews = this.#known.has(key) || notice.state !== 'closed';
    this.#known.set(key, essence);
    if (isTold || !isNews) return;
    const { state, instanceId } = this.#deps;
    void state.put({ topic: 'health', key, value: JSON.stringify(notice), origin: instanceId }, KEPT_MS);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#stopListening();
    for (const timer of this.#timers.values()) timer.cancel();
    this.#timers.clear();
  }

  async #catchUp(): Promise<void> {
    for (const change of (await this.#deps.state.entries('health')) ?? []) this.#heard(change);
  }

  #heard({ topic, key, value, origin, ageMs }: SharedChange): void {
    if (this.#isDisposed || topic !== 'health' || origin === this.#deps.instanceId || value === undefined) return;
    const notice = readNotice(value, ageMs);
    if (notice) this.#deps.health.told(key, notice, this.#deps.settings());
  }

  /** What tells one notice from the next. An instant, not what is left of it: that would always be another. */
  #essenceOf({ state, leftMs, share }: HealthNotice): string {
    return `${state} ${Math.round(leftMs + this.#deps.clock.monotonicMs())} ${share}`;
  }

  /** Asks for the probe's lease once the open period is over, and keeps it while probing goes on. */
  #planClaim(provider: Provider, key: string, { state }: HealthNotice): void {
    if (state === 'open' || state === 'half_open') {
      if (state === 'open') this.#giveBack(key);
      if (!this.#timers.has(key)) this.#plan(provider, key, this.#deps.health.probeDueInMs(provider) ?? 0);
      return;
    }
    this.#giveBack(key);
    this.#timers.get(key)?.cancel();
    this.#timers.delete(key);
  }

  #plan(provider: Provider, key: string, inMs: number): void {
    this.#timers.get(key)?.cancel();
    this.#timers.set(
      key,
      this.#deps.clock.schedule(inMs, () => void this.#claim(provider, key)),
    );
  }

  async #claim(provider: Provider, key: string): Promise<void> {
    const { state, instanceId, clock, health, settings } = this.#deps;
    const isDue = (): boolean => {
      health.lookAt(provider, settings());
      return !this.#isDisposed && health.noticeOf(provider)?.state === 'half_open';
    };
    // Asked while the timer is still known, so that what is learned meanwhile plans no second one.
    const isGiven = isDue() ? await state.acquire(leaseOf(key), instanceId, LEASE_MS) : false;
    this.#timers.delete(key);
    if (!isDue()) {
      const leftMs = health.probeDueInMs(provider);
      if (isGiven) void state.release(leaseOf(key), instanceId);
      if (leftMs !== undefined && health.noticeOf(provider)?.state === 'open') this.#plan(provider, key, leftMs);
      return;
    }
    // Where nobody answers, each instance probes for itself.
    if (isGiven !== false) this.#mayProbeUntilMs.set(key, clock.monotonicMs() + LEASE_MS);
    this.#plan(provider, key, isGiven === false ? ASK_AGAIN_MS : LEASE_MS / 3);
  }

  #giveBack(key: string): void {
    if (!this.#mayProbeUntilMs.delete(key)) return;
    void this.#deps.state.release(leaseOf(key), this.#deps.instanceId);
  }
}

function leaseOf(key: string): string {
  return `probe ${key}`;
}
