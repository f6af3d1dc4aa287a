import type { Clock, Timer } from '@naru/kernel';
import type { Provider } from '../providers/provider.ts';
import type { HealthSettings } from './health-settings.ts';
import type { Admission, ProviderHealth } from './provider-health.ts';

/** How long a turn has to come and probe by itself. */
const TURNS_FIRST_MS = 1_000;
const APART_MS = 5_000;
const LEASE_GRACE_MS = 5_000;
const DAY_MS = 86_400_000;

export interface ProbeScheduleDeps {
  readonly clock: Clock;
  readonly health: ProviderHealth;
  /** As they are now. */
  readonly settings: () => HealthSettings;
  /** Sends a probe, and says to the admission how it ended. */
  readonly send: (provider: Provider, admission: Admission) => void;
}

interface Plan {
  timer: Timer | undefined;
  lastAtMs: number;
  dayBeganAtMs: number;
  sentInDay: number;
}

/**
 * Sees to it that a provider is tried again where no turn does it: a second after it could be, not more often than
 * every five seconds, and so many times a day. There is a timer only while a provider is kept apart.
 */
export class ProbeSchedule {
  readonly #deps: ProbeScheduleDeps;
  readonly #plans = new Map<string, Plan>();
  #isDisposed = false;

  constructor(deps: ProbeScheduleDeps) {
    this.#deps = deps;
  }

  /** Something was learned of the provider: what was planned for it may have changed. */
  learned(provider: Provider): void {
    const dueInMs = this.#deps.health.probeDueInMs(provider);
    const known = this.#plans.get(provider.alias);
    if (dueInMs === undefined && !known?.timer) return;
    const plan = known ?? this.#newPlan(provider);
    plan.timer?.cancel();
    plan.timer = undefined;
    if (dueInMs !== undefined) this.#schedule(provider, plan, dueInMs + TURNS_FIRST_MS);
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const { timer } of this.#plans.values()) timer?.cancel();
    this.#plans.clear();
  }

  #newPlan({ alias }: Provider): Plan {
    const plan = { timer: undefined, lastAtMs: -Infinity, dayBeganAtMs: -Infinity, sentInDay: 0 };
    this.#plans.set(alias, plan);
    return plan;
  }

  #schedule(provider: Provider, plan: Plan, inMs: number): void {
    const { clock, settings } = this.#deps;
    const { enabled, syntheticProbes, syntheticProbesPerDay } = settings().breaker;
    if (this.#isDisposed || !enabled || !syntheticProbes || syntheticProbesPerDay < 1) return;
    const nowMs = clock.monotonicMs();
    const spentUntilMs = plan.sentInDay >= syntheticProbesPerDay ? plan.dayBeganAtMs + DAY_MS : -Infinity;
    const atMs = Math.max(nowMs + inMs, plan.lastAtMs + APART_MS, spentUntilMs);
    plan.timer = clock.schedule(atMs - nowMs, () => this.#probe(provider, plan));
  }

  #probe(provider: Provider, plan: Plan): void {
    const { clock, health, settings, send } = this.#deps;
    plan.timer = undefined;
    if (health.probeDueInMs(provider) !== 0) return this.learned(provider);
    const leaseMs = provider.timeouts.firstTokenMs + LEASE_GRACE_MS;
    const admission = health.admit(provider, settings(), { reason: 'probe', leaseMs });
    // Another instance is at it.
    if (!admission) return this.#schedule(provider, plan, TURNS_FIRST_MS);
    const nowMs = clock.monotonicMs();
    if (nowMs - plan.dayBeganAtMs >= DAY_MS) {
      plan.dayBeganAtMs = nowMs;
      plan.sentInDay = 0;
    }
    plan.lastAtMs = nowMs;
    plan.sentInDay += 1;
    // What the lease has planned counts from the probe that is being sent now.
    this.learned(provider);
    send(provider, {
      ...admission,
      ended(end) {
        // Counted from the end, so that a turn which comes every few seconds is there first.
        plan.lastAtMs = clock.monotonicMs();
        admission.ended(end);
      },
    });
  }
}
