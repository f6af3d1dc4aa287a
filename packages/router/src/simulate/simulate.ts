import { seededRandom, sha256Hex, type Random } from '@naru/kernel';
import { metricsOf } from './metrics.ts';
import { ProviderScript } from './provider-script.ts';
import { RequestSource } from './request-source.ts';
import { QualityJudge } from './quality-judge.ts';
import type { Scenario, SimulatedPolicy } from './scenario.ts';
import { planPriceChanges } from './price-changes.ts';
import type { SimulationSeries } from './series.ts';
import { Tally, type FailoverCount, type SimulatedTransition } from './tally.ts';
import { VirtualClock, type Task } from './virtual-clock.ts';
import { VirtualRouter } from './virtual-router.ts';

/** How a policy did in a scenario. */
export interface SimulationResult {
  readonly policy: string;
  /** By name; see `METRICS` and `PROVIDER_METRICS`. */
  readonly metrics: ReadonlyMap<string, number>;
  readonly series: SimulationSeries;
  /** The first two thousand changes of state. */
  readonly transitions: readonly SimulatedTransition[];
  readonly failovers: readonly FailoverCount[];
  /** Of everything above: equal for the same scenario, policy and seed. */
  readonly hash: string;
}

/** What is under way at the end comes to its own end: nothing takes longer than this. */
const AFTERMATH_MS = 1_200_000;
/** Chance for each concern apart, so that one draw more here does not shift the others. */
const STREAMS = { traffic: 1, router: 2, quality: 3, providers: 1_000 };

/**
 * Plays a scenario against a policy in virtual time, with the very stages, health, probes, steering and tables of a
 * router. Needs neither clock nor network; the same scenario gives the same result.
 *
 * @throws {RangeError} when providers, settings or numbers make no sense
 */
export function simulate(scenario: Scenario, { name, settings }: SimulatedPolicy): SimulationResult {
  const { durationMs, traffic, providers } = scenario;
  const clock = new VirtualClock();
  const randomOf = (stream: number): Random => seededRandom(Math.imul(scenario.seed + stream, 0x9e3779b1) + stream);
  const scripts = new Map(
    providers.map((scripted, index) => [
      scripted.provider.alias,
      new ProviderScript(scripted, randomOf(STREAMS.providers + index)),
    ]),
  );
  const tally = new Tally({
    clock,
    durationMs,
    providers: [...scripts].map(([alias, script]) => ({ alias, outages: script.outagesUntil(durationMs) })),
  });
  const judge = new QualityJudge(providers, traffic.judgedShare, randomOf(STREAMS.quality));
  const router = new VirtualRouter({
    clock,
    random: randomOf(STREAMS.router),
    providers: providers.map(({ provider }) => provider),
    settings,
    ask: alias => (scripts.get(alias) as ProviderScript).answer(clock.monotonicMs()),
    tokens: { input: traffic.inputTokens, answer: traffic.answerTokens },
    watcher: tally,
    onAnswered(alias, intent) {
      const signal = judge.answered(alias, intent);
      if (signal) router.observeQuality(signal);
    },
  });
  planPriceChanges(providers, clock, router);
  new Arrivals(new RequestSource(traffic, randomOf(STREAMS.traffic)), scenario, { clock, tally, router }).plan();
  clock.runUntil(durationMs + AFTERMATH_MS);
  router.dispose();

  const metrics = metricsOf(tally, router.chain[0], judge.mean);
  const { transitions, failovers } = tally;
  const series = tally.series.series();
  const hash = sha256Hex(JSON.stringify([[...metrics], series, transitions, failovers]));
  return { policy: name, metrics, series, transitions, failovers, hash };
}

/** Requests, one after the other: each plans the next. */
class Arrivals implements Task {
  readonly #source: RequestSource;
  readonly #scenario: Scenario;
  readonly #world: {
    readonly clock: VirtualClock;
    readonly tally: Tally;
    readonly router: VirtualRouter;
  };

  constructor(
    source: RequestSource,
    scenario: Scenario,
    world: { clock: VirtualClock; tally: Tally; router: VirtualRouter },
  ) {
    this.#source = source;
    this.#scenario = scenario;
    this.#world = world;
  }

  plan(): void {
    const { clock } = this.#world;
    const atMs = this.#source.nextAtMs(clock.monotonicMs());
    if (atMs < this.#scenario.durationMs) clock.plan(atMs, this);
  }

  run(): void {
    const { tally, router } = this.#world;
    tally.turnArrived();
    router.turn(this.#source.next());
    this.plan();
  }
}
