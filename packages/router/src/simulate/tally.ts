import type { OutcomeClass } from '@naru/language-model';
import type { Decision } from '../decision/decision.ts';
import type { HealthChange } from '../health/provider-health.ts';
import { GrowingNumbers } from './growing-numbers.ts';
import { OutageWatch } from './outage-watch.ts';
import { SeriesRecorder } from './series.ts';
import type { VirtualClock } from './virtual-clock.ts';
import type { TurnEnd, VirtualAttempt } from './virtual-course.ts';
import type { RouterWatcher } from './virtual-router.ts';
import type { Outage } from './provider-script.ts';

export interface SimulatedTransition {
  readonly atMs: number;
  readonly provider: string;
  readonly from: string;
  readonly to: string;
}

export interface FailoverCount {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly count: number;
}

export interface ProviderTally {
  readonly alias: string;
  attempts: number;
  probes: number;
  answered: number;
  /** From in use to open. */
  flips: number;
  readonly outages: OutageWatch;
}

export interface TallyDeps {
  readonly clock: VirtualClock;
  readonly durationMs: number;
  readonly providers: readonly { readonly alias: string; readonly outages: readonly Outage[] }[];
}

/** A report has room for so many; the counts go on. */
const MAX_TRANSITIONS = 2_000;

/** Counts everything that a simulated router does. */
export class Tally implements RouterWatcher {
  readonly #clock: VirtualClock;
  readonly #byAlias: ReadonlyMap<string, number>;
  readonly #failovers = new Map<string, number>();
  readonly providers: readonly ProviderTally[];
  readonly series: SeriesRecorder;
  readonly firstTokens = new GrowingNumbers();
  readonly transitions: SimulatedTransition[] = [];
  turns = 0;
  answered = 0;
  interrupted = 0;
  failed = 0;
  refused = 0;
  attempts = 0;
  failedOver = 0;
  /** Turns whose first attempt failed by the provider's or nobody's fault. */
  firstFailed = 0;
  headChanges = 0;
  micros = 0;
  canaryAbortedAtMs: number | undefined;
  #head: string | undefined;

  constructor({ clock, durationMs, providers }: TallyDeps) {
    this.#clock = clock;
    this.#byAlias = new Map(providers.map(({ alias }, index) => [alias, index]));
    this.providers = providers.map(({ alias, outages }) => ({
      alias,
      attempts: 0,
      probes: 0,
      answered: 0,
      flips: 0,
      outages: new OutageWatch(outages),
    }));
    this.series = new SeriesRecorder(
      durationMs,
      providers.map(({ alias }) => alias),
    );
  }

  turnArrived(): void {
    this.turns += 1;
    this.series.request(this.#clock.monotonicMs());
  }

  decided({ chain }: Decision): void {
    const [head] = chain;
    if (this.#head !== undefined && head !== this.#head) this.headChanges += 1;
    this.#head = head;
  }

  attemptStarted(alias: string, isProbe: boolean): void {
    const nowMs = this.#clock.monotonicMs();
    const provider = this.#providerOf(alias);
    provider.outages.attemptStarted(nowMs);
    if (isProbe) {
      provider.probes += 1;
      return;
    }
    provider.attempts += 1;
    this.attempts += 1;
    this.series.attempt(nowMs);
  }

  attemptEnded({ number, fate }: VirtualAttempt, micros: number): void {
    this.micros += micros;
    this.series.paid(this.#clock.monotonicMs(), micros);
    if (number === 1 && fate.outcome !== 'ok') this.firstFailed += 1;
  }

  failedOverTo(from: string, to: string, reason: OutcomeClass): void {
    this.failedOver += 1;
    const key = `${from} ${to} ${reason}`;
    this.#failovers.set(key, (this.#failovers.get(key) ?? 0) + 1);
  }

  turnEnded(end: TurnEnd | 'refused', by: VirtualAttempt | undefined, firstTokenMs: number | undefined): void {
    const nowMs = this.#clock.monotonicMs();
    this[end] += 1;
    if (firstTokenMs !== undefined) this.firstTokens.push(firstTokenMs);
    if (end !== 'answered' || !by) return this.series.unserved(nowMs);
    const { alias } = by.entry.provider;
    const provider = this.#providerOf(alias);
    provider.answered += 1;
    provider.outages.answered(by.startedAtMs);
    this.series.answered(nowMs, this.#byAlias.get(alias) ?? 0, firstTokenMs ?? 0);
  }

  healthChanged({ provider, from, to }: HealthChange): void {
    if (to === 'open' && (from === 'closed' || from === 'cooling')) this.#providerOf(provider.alias).flips += 1;
    if (this.transitions.length >= MAX_TRANSITIONS) return;
    this.transitions.push({ atMs: this.#clock.monotonicMs(), provider: provider.alias, from, to });
  }

  canaryAborted(): void {
    this.canaryAbortedAtMs ??= this.#clock.monotonicMs();
  }

  get failovers(): readonly FailoverCount[] {
    return [...this.#failovers].map(([key, count]) => {
      const [from = '', to = '', reason = ''] = key.split(' ');
      return { from, to, reason, count };
    });
  }

  #providerOf(alias: string): ProviderTally {
    const provider = this.providers[this.#byAlias.get(alias) ?? -1];
    if (!provider) throw new TypeError(`There is no provider "${alias}"`);
    return provider;
  }
}
