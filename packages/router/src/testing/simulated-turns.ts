import { seededRandom, type Random } from '@naru/kernel';
import type { OutcomeClass } from '@naru/language-model';
import { admissionReason } from '../attempt/admission-reason.ts';
import { configureRouting } from '../decision/configuration.ts';
import { decide } from '../decision/decide.ts';
import { blamesProvider } from '../health/blame.ts';
import { ProbeSchedule } from '../health/probe-schedule.ts';
import { ProviderHealth } from '../health/provider-health.ts';
import type { RouterSettings } from '../router-settings.ts';
import { aFeatureSet, THREE_PROVIDERS } from './a-stage-run.ts';
import { routerSettings } from './router-settings.ts';
import { VirtualTime } from './virtual-time.ts';

/** How a provider answers one attempt. */
export interface SimulatedAnswer {
  readonly outcome: OutcomeClass;
  readonly durationMs: number;
}

export interface Simulation {
  readonly seed: number;
  /** Turns a second, at random instants; or one turn every so many milliseconds. */
  readonly traffic: { readonly perSecond: number } | { readonly everyMs: number };
  readonly untilMs: number;
  readonly answer: (alias: string, nowMs: number, random: Random) => SimulatedAnswer;
  readonly settings?: Partial<RouterSettings>;
}

export interface SimulatedAttempt {
  readonly provider: string;
  readonly atMs: number;
  readonly outcome: OutcomeClass;
  /** From 1 within its turn; 0 for a synthetic probe. */
  readonly number: number;
}

export interface SimulationResult {
  readonly turns: number;
  readonly answered: number;
  /** Turns whose first attempt failed. */
  readonly firstFailed: number;
  /** How often the first of the chain was another one than in the turn before. */
  readonly headChanges: number;
  readonly attempts: readonly SimulatedAttempt[];
  readonly transitions: readonly {
    readonly provider: string;
    readonly atMs: number;
    readonly from: string;
    readonly to: string;
  }[];
}

const MAX_ATTEMPTS = 4;

/** Plays turns against two providers in virtual time, with the very stages, health and probes of a router. */
export function simulateTurns({ seed, traffic, untilMs, answer, settings }: Simulation): SimulationResult {
  const time = new VirtualTime();
  // One for each concern, so that more draws in one of them do not shift the others.
  const [arrivals, answers, jitter] = [seed, seed + 1_000_003, seed + 2_000_003].map(seededRandom) as [
    Random,
    Random,
    Random,
  ];
  const providers = THREE_PROVIDERS.slice(0, 2);
  const configuration = configureRouting(
    providers,
    routerSettings({ breaker: { syntheticProbes: true }, ...settings }),
  );
  const result = { turns: 0, answered: 0, firstFailed: 0, headChanges: 0 };
  const attempts: SimulatedAttempt[] = [];
  const transitions: SimulationResult['transitions'][number][] = [];
  const health = new ProviderHealth({
    clock: time,
    random: jitter,
    onChange: ({ provider, from, to }) =>
      transitions.push({ provider: provider.alias, atMs: time.monotonicMs(), from, to }),
    onLearned: provider => probes.learned(provider),
  });
  const probes = new ProbeSchedule({
    clock: time,
    health,
    settings: () => configuration.health,
    send(provider, admission) {
      const { outcome, durationMs } = answerNow(provider.alias, 0);
      // One token is there as soon as the first words of an answer are.
      const takesMs = outcome === 'ok' ? Math.min(durationMs, 500) : durationMs;
      time.schedule(takesMs, () => admission.ended({ outcome }));
    },
  });
  health.configure(providers);
  let head: string | undefined;

  function answerNow(alias: string, number: number): SimulatedAnswer {
    const atMs = time.monotonicMs();
    const given = answer(alias, atMs, answers);
    attempts.push({ provider: alias, atMs, outcome: given.outcome, number });
    return given;
  }

  function turn(): void {
    result.turns += 1;
    health.turnArrived();
    const signals = health.signalsOf(providers, configuration.health);
    const decision = decide(aFeatureSet(), { atMs: 0, configuration, signals }, `turn-${seed}-${result.turns}`);
    if (head !== undefined && head !== decision.chain[0]) result.headChanges += 1;
    head = decision.chain[0];
    const left = [...decision.chain];
    const waiting = new Set<string>();
    attempt(1);

    function attempt(number: number): void {
      const alias = left.shift();
      const provider = providers.find(other => other.alias === alias);
      if (!provider || number > MAX_ATTEMPTS) return;
      const reason = admissionReason(decision, provider.alias);
      const admission = health.admit(provider, configuration.health, {
        reason,
        leaseMs: 11_000,
        yields: left.length > 0,
      });
      if (!admission) {
        if (left.length > 0 && !waiting.has(provider.alias)) left.push(provider.alias);
        waiting.add(provider.alias);
        return attempt(number);
      }
      const { outcome, durationMs } = answerNow(provider.alias, number);
      if (outcome === 'ok') time.schedule(Math.min(durationMs, 500), () => admission.answering(120_000));
      time.schedule(durationMs, () => {
        const firstTokenMs = outcome === 'ok' ? Math.min(durationMs, 500) : undefined;
        admission.ended({ outcome, durationMs, firstTokenMs });
        if (outcome === 'ok') result.answered += 1;
        if (outcome === 'ok' || !blamesProvider(outcome)) return;
        if (number === 1) result.firstFailed += 1;
        attempt(number + 1);
      });
    }
  }

  function next(): void {
    const waitMs = 'everyMs' in traffic ? traffic.everyMs : (-Math.log(1 - arrivals()) / traffic.perSecond) * 1_000;
    time.schedule(waitMs, () => {
      if (time.monotonicMs() > untilMs) return;
      turn();
      next();
    });
  }

  next();
  // What is under way at the end comes to its own end.
  time.runUntil(untilMs + 60_000);
  probes.dispose();
  return { ...result, attempts, transitions };
}
