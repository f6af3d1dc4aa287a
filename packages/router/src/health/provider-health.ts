import type { Clock } from '@naru/kernel';
import type { OutcomeClass } from '@naru/language-model';
import type { CandidateSignals } from '../decision/decision.ts';
import { NO_SIGNALS } from '../decision/snapshot.ts';
import type { Provider } from '../providers/provider.ts';
import { blamesProvider } from './blame.ts';
import {
  coolingLeftMs,
  HEALTHY,
  reduceHealth,
  type Health,
  type HealthEvent,
  type HealthSettings,
} from './health-machine.ts';

/** Leave to make one attempt. Say once how it ended; later words are ignored. */
export interface Admission {
  ended(outcome: OutcomeClass, retryAfterMs?: number): void;
}

export type HealthListener = (provider: string, from: string, to: string) => void;

/** The health of every provider: feeds the reducer, and tells what changed. */
export class ProviderHealth {
  readonly #clock: Clock;
  readonly #onChange: HealthListener;
  /** One for each configured provider. */
  #healths: ReadonlyMap<string, { health: Health }> = new Map();

  constructor(clock: Clock, onChange: HealthListener) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  /** Takes a new list of providers. Those that stay as they were keep their health, the others are forgotten. */
  configure(providers: readonly Provider[]): void {
    this.#healths = new Map(
      providers.map(provider => [keyOf(provider), this.#healths.get(keyOf(provider)) ?? { health: HEALTHY }]),
    );
  }

  /** What is known of each provider now. Changes nothing. */
  signalsOf(providers: readonly Provider[]): ReadonlyMap<string, CandidateSignals> {
    const nowMs = this.#clock.monotonicMs();
    return new Map(providers.map(provider => [provider.alias, signals(this.#healthOf(provider), nowMs)]));
  }

  /** Asks for leave to send an attempt; `undefined` where the provider must not be dialled now. */
  admit(provider: Provider, settings: HealthSettings): Admission | undefined {
    this.#apply(provider, { type: 'admitted', nowMs: this.#clock.monotonicMs() }, settings);
    const { generation } = this.#healthOf(provider);
    let reported = false;
    return {
      ended: (outcome, retryAfterMs) => {
        if (reported) return;
        reported = true;
        this.#apply(provider, eventOf(outcome, this.#clock.monotonicMs(), generation, retryAfterMs), settings);
      },
    };
  }

  #healthOf(provider: Provider): Health {
    return this.#healths.get(keyOf(provider))?.health ?? HEALTHY;
  }

  #apply(provider: Provider, event: HealthEvent, settings: HealthSettings): void {
    const slot = this.#healths.get(keyOf(provider));
    // A call that began before a reload may still end; nobody asks for that provider's health any more.
    if (!slot) return;
    const { health, effects } = reduceHealth(slot.health, event, settings);
    slot.health = health;
    for (const { from, to } of effects) this.#onChange(provider.alias, from, to);
  }
}

/** A provider that changed its endpoint or model is another one; its alias stands for its credential. */
function keyOf({ alias, protocol, url, model }: Provider): string {
  return `${alias} ${protocol} ${url} ${model}`;
}

function eventOf(
  outcome: OutcomeClass,
  nowMs: number,
  generation: number,
  retryAfterMs: number | undefined,
): HealthEvent {
  if (outcome === 'ok') return { type: 'succeeded', nowMs, generation };
  if (blamesProvider(outcome)) return { type: 'failed', nowMs, generation, retryAfterMs };
  return { type: 'abandoned', nowMs, generation };
}

function signals(health: Health, nowMs: number): CandidateSignals {
  if (health === HEALTHY) return NO_SIGNALS;
  const { consecutiveFailures, lastOutcomeAtMs } = health;
  return {
    coolingLeftMs: coolingLeftMs(health, nowMs),
    consecutiveFailures,
    ...(lastOutcomeAtMs !== undefined && { lastOutcomeAgeMs: nowMs - lastOutcomeAtMs }),
  };
}
