import { sha256Hex, type Clock, type Random } from '@naru/kernel';
import type { CandidateSignals } from '../decision/decision.ts';
import type { Provider } from '../providers/provider.ts';
import { blamesProvider, isAboutAccount } from './blame.ts';
import { HEALTHY, type Health, type HealthState } from './health.ts';
import type { AdmissionTicket, HealthEffect, HealthEvent, HealthStep } from './health-event.ts';
import { healthAt, reduceHealth } from './health-machine.ts';
import { noticeOf, type HealthNotice } from './health-notice.ts';
import type { HealthSettings } from './health-settings.ts';
import { signalsAt } from './health-signals.ts';
import { probeDueAtMs } from './probe-due.ts';
import { SilentAttempts } from './silent-attempts.ts';
import {
  afterAttempt,
  afterTransition,
  NOTHING_COUNTED,
  type AttemptEnd,
  type CountedAs,
  type Statistics,
} from './statistics.ts';
import { Traffic } from './traffic.ts';

/** Leave to make one attempt. Say once how it ended; later words are ignored. */
export interface Admission {
  /** The first content is there, and the whole answer may take this long from now on. */
  answering(leaseMs: number): void;
  ended(end: AttemptEnd): void;
}

/**
 * Why an attempt is asked for: its turn in the chain; an operator who forces the provider; every circuit open and
 * this one the least bad; or nothing but to see whether it is back.
 */
export type AdmissionReason = 'in_turn' | 'forced' | 'least_bad' | 'probe';

export interface AdmissionRequest {
  readonly reason?: AdmissionReason;
  /** Whether there is another provider to go to, should this one be on trial. Default no. */
  readonly yields?: boolean;
  /** How long the attempt may stay silent; missing: 11 s. */
  readonly leaseMs?: number;
}

export interface HealthChange extends HealthEffect {
  readonly provider: Provider;
  /** Whether another instance has seen it, not this one. */
  readonly isTold: boolean;
}

export interface ProviderHealthDeps {
  readonly clock: Clock;
  readonly random?: Random;
  readonly onChange?: (change: HealthChange) => void;
  /** Called whenever something was learned of a provider, a change of its state or not. */
  readonly onLearned?: (provider: Provider, isTold: boolean) => void;
  /** Whether this instance is the one that probes a half-open circuit. Default always. */
  readonly mayProbe?: (key: string) => boolean;
}

interface Slot {
  readonly key: string;
  provider: Provider;
  health: Health;
  statistics: Statistics;
  readonly silent: SilentAttempts;
  leastBadRunning: number;
}

/** The health of every provider: feeds the reducer, and tells what changed. */
export class ProviderHealth {
  readonly #deps: ProviderHealthDeps;
  readonly #clock: Clock;
  readonly #traffic = new Traffic();
  /** One for each configured provider. */
  #slots: ReadonlyMap<string, Slot> = new Map();
  #slotsByProvider: ReadonlyMap<Provider, Slot> = new Map();

  constructor(deps: ProviderHealthDeps) {
    this.#deps = deps;
    this.#clock = deps.clock;
  }

  /** Takes a new list of providers. Those that stay as they were keep their health, the others are forgotten. */
  configure(providers: readonly Provider[]): void {
    const slots = providers.map(provider => this.#slotFor(provider));
    this.#slots = new Map(slots.map(slot => [slot.key, slot]));
    this.#slotsByProvider = new Map(slots.map(slot => [slot.provider, slot]));
  }

  /** A turn is about to be decided. */
  turnArrived(): void {
    this.#traffic.turnArrived(this.#clock.monotonicMs());
  }

  /** What is known of each provider now. Changes nothing. */
  signalsOf(providers: readonly Provider[], settings: HealthSettings): ReadonlyMap<string, CandidateSignals> {
    const nowMs = this.#clock.monotonicMs();
    const recentTurns = this.#traffic.recentTurns(nowMs);
    const signals = new Map<string, CandidateSignals>();
    for (const provider of providers) {
      const { health, statistics, silent } = this.#slotOf(provider) ?? UNKNOWN;
      const silence = silent?.silence(usualFirstTokenMs(provider, statistics), nowMs);
      signals.set(
        provider.alias,
        signalsAt(healthAt(health, nowMs, settings), statistics, nowMs, recentTurns, settings, silence),
      );
    }
    return signals;
  }

  /** Asks for leave to send an attempt; `undefined` where the provider must not be dialled now. */
  admit(
    provider: Provider,
    settings: HealthSettings,
    { reason = 'in_turn', leaseMs, yields = false }: AdmissionRequest = {},
  ): Admission | undefined {
    const slot = this.#slotOf(provider);
    // A call that runs over a reload may still ask for a provider that is gone; nobody counts it any more.
    if (!slot) return UNCOUNTED;
    const isLeastBad = reason === 'least_bad';
    if (isLeastBad && slot.leastBadRunning >= this.#traffic.leastBadLimit) return undefined;
    const nowMs = this.#clock.monotonicMs();
    const bypass = isLeastBad || reason === 'forced';
    const mayProbe = this.#deps.mayProbe?.(slot.key) ?? true;
    const { ticket } = this.#apply(
      slot,
      { type: 'admitted', nowMs, leaseMs, bypass, mayProbe, isProbe: reason === 'probe', yields },
      settings,
    );
    return ticket && this.#admission(slot, ticket, settings, reason);
  }

  /** When somebody should see whether the provider is back, in milliseconds from now; missing where it is in use. */
  probeDueInMs(provider: Provider): number | undefined {
    const slot = this.#slotOf(provider);
    const dueAtMs = slot && probeDueAtMs(slot.health);
    return dueAtMs === undefined ? undefined : Math.max(0, dueAtMs - this.#clock.monotonicMs());
  }

  /** Lets what time has brought about become a change that is told. */
  lookAt(provider: Provider, settings: HealthSettings): void {
    const slot = this.#slotOf(provider);
    if (slot) this.#apply(slot, { type: 'looked-at', nowMs: this.#clock.monotonicMs() }, settings);
  }

  /** What to tell other instances of a provider. */
  noticeOf(provider: Provider): HealthNotice | undefined {
    const slot = this.#slotOf(provider);
    return slot && noticeOf(slot.health, this.#clock.monotonicMs());
  }

  /** Takes what another instance says of the provider with that key; one that is not configured is ignored. */
  told(key: string, notice: HealthNotice, settings: HealthSettings): void {
    const slot = this.#slots.get(key);
    if (slot) this.#apply(slot, { type: 'told', nowMs: this.#clock.monotonicMs(), notice }, settings);
  }

  /** The same as long as nothing was learned: to show that reading changes nothing. */
  stateHash(): string {
    const states = [...this.#slots.values()].map(({ key, health, statistics }) => [key, health, statistics]);
    return sha256Hex(JSON.stringify(states));
  }

  #admission(slot: Slot, ticket: AdmissionTicket, settings: HealthSettings, reason: AdmissionReason): Admission {
    const isLeastBad = reason === 'least_bad';
    this.#traffic.began(!isLeastBad);
    if (isLeastBad) slot.leastBadRunning += 1;
    const sentAtMs = this.#clock.monotonicMs();
    // Whoever is probed is kept apart already, and is silent for reasons that are known.
    if (reason !== 'probe') slot.silent.sent(sentAtMs);
    let hasEnded = false;
    let wasAnswering = false;
    return {
      answering: leaseMs => {
        if (hasEnded || wasAnswering) return;
        wasAnswering = true;
        slot.silent.answered(sentAtMs);
        const nowMs = this.#clock.monotonicMs();
        const recentTurns = this.#traffic.recentTurns(nowMs);
        this.#apply(slot, { type: 'answering', nowMs, leaseMs, recentTurns, ...ticket }, settings);
      },
      ended: end => {
        if (hasEnded) return;
        hasEnded = true;
        if (end.outcome === 'ok') slot.silent.answered(sentAtMs);
        else if (!wasAnswering) slot.silent.gone(sentAtMs);
        this.#traffic.ended();
        if (isLeastBad) slot.leastBadRunning -= 1;
        this.#learn(slot, { ...ticket, wasAnswering, isProbe: reason === 'probe' }, end, settings);
      },
    };
  }

  #learn(slot: Slot, ticket: EndedTicket, end: AttemptEnd, settings: HealthSettings): void {
    const nowMs = this.#clock.monotonicMs();
    const { generation, state } = healthAt(slot.health, nowMs, settings);
    if (ticket.generation === generation) {
      slot.statistics = afterAttempt(slot.statistics, end, nowMs, standsFor(state, ticket.isProbe));
    }
    const overdue = slot.silent.overdue(usualFirstTokenMs(slot.provider, slot.statistics), nowMs);
    this.#apply(slot, eventOf(end, ticket, nowMs, this.#traffic.recentTurns(nowMs), overdue), settings);
  }

  #slotFor(provider: Provider): Slot {
    const key = healthKeyOf(provider);
    const known = this.#slots.get(key);
    if (known) {
      known.provider = provider;
      return known;
    }
    const health = { ...HEALTHY, jitterSeed: Math.floor((this.#deps.random?.() ?? 0) * 2 ** 32) };
    return { key, provider, health, statistics: NOTHING_COUNTED, silent: new SilentAttempts(), leastBadRunning: 0 };
  }

  #slotOf(provider: Provider): Slot | undefined {
    return this.#slotsByProvider.get(provider) ?? this.#slots.get(healthKeyOf(provider));
  }

  #apply(slot: Slot, event: HealthEvent, settings: HealthSettings): HealthStep {
    // A call that began before a reload may still end; nobody asks for that provider's health any more.
    if (this.#slots.get(slot.key) !== slot) return { health: slot.health, effects: [] };
    const step = reduceHealth(slot.health, event, settings);
    const hasLearned = step.health !== slot.health;
    slot.health = step.health;
    for (const effect of step.effects) {
      slot.statistics = afterTransition(slot.statistics, effect);
      this.#deps.onChange?.({ ...effect, provider: slot.provider, isTold: event.type === 'told' });
    }
    if (hasLearned) this.#deps.onLearned?.(slot.provider, event.type === 'told');
    return step;
  }
}

interface EndedTicket extends AdmissionTicket {
  readonly wasAnswering: boolean;
  readonly isProbe: boolean;
}

const UNKNOWN = { health: HEALTHY, statistics: NOTHING_COUNTED, silent: undefined };
/** What is usual where nothing is known yet, as a share of what the provider is given. */
const UNKNOWN_SHARE = 1 / 3;
const UNCOUNTED: Admission = { answering() {}, ended() {} };

/** How long its first words take: on average, or a part of its limit. */
function usualFirstTokenMs({ timeouts }: Provider, { firstTokenMs }: Statistics): number {
  return firstTokenMs ?? timeouts.firstTokenMs * UNKNOWN_SHARE;
}

/** A provider that changed its endpoint or model is another one; its alias stands for its credential. */
export function healthKeyOf({ alias, protocol, url, model }: Provider): string {
  return `${alias} ${protocol} ${url} ${model}`;
}

/** What an attempt stands for in the score. */
function standsFor({ name }: HealthState, isProbe: boolean): CountedAs {
  if (name === 'open' || name === 'half_open') return 'trial';
  return isProbe ? 'nothing' : 'sample';
}

function eventOf(
  { outcome, retryAfterMs }: AttemptEnd,
  { wasAnswering, isProbe, ...ticket }: EndedTicket,
  nowMs: number,
  recentTurns: number,
  overdue: number,
): HealthEvent {
  if (outcome === 'ok') return { type: 'succeeded', nowMs, ...ticket, recentTurns, wasAnswering };
  if (!blamesProvider(outcome)) return { type: 'abandoned', nowMs, ...ticket };
  const about = {
    throttled: outcome === 'rate_limited',
    account: isAboutAccount(outcome),
    isProbe,
    timedOut: outcome.startsWith('timeout_'),
    overdue,
  };
  return { type: 'failed', nowMs, ...ticket, retryAfterMs, ...about };
}
