import type { Random } from '@naru/kernel';
import type { FailureKind } from '@naru/language-model';
import { samplerOf, type Distribution, type Sampler } from './distribution.ts';
import type { Behaviour, BehaviourPhase, ScriptedError, ScriptedProvider } from './scenario.ts';

/** What a provider does with one attempt, as if nobody limited it. */
export interface ScriptedAnswer {
  /** `ok`: it begins to answer. */
  readonly kind: 'ok' | FailureKind;
  /** Start to first token, or to the failure; `Infinity` for silence. */
  readonly afterMs: number;
  /** First token to what comes then. */
  readonly bodyMs: number;
  /** What comes then. */
  readonly ending: 'finish' | 'break' | 'stall';
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
}

/** When a provider answered nobody. */
export interface Outage {
  readonly fromMs: number;
  readonly untilMs: number;
}

interface Conduct {
  readonly firstToken: Sampler;
  readonly answer: Sampler;
  readonly errors: readonly (ScriptedError & { readonly sample: Sampler })[];
  readonly interrupted: number;
  readonly stalled: number;
}

interface Phase {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly flaps: BehaviourPhase['flaps'];
  readonly conduct: Conduct;
  readonly isOutage: boolean;
}

const USUAL_ERROR: Distribution = { kind: 'constant', ms: 50 };
const MAX_OUTAGES = 10_000;
/** What is this near to everything is everything: shares are sums of decimals. */
const ALL = 1 - 1e-9;

/** A provider that plays its part over time. */
export class ProviderScript {
  readonly #usual: Phase;
  /** The later ones first, since they have their way. */
  readonly #phases: readonly Phase[];
  readonly #quota: ScriptedProvider['quota'];
  readonly #random: Random;
  #window = -1;
  #inWindow = 0;

  /** @throws {RangeError} when a number makes no sense */
  constructor({ provider, behaviour, phases = [], quota }: ScriptedProvider, random: Random) {
    this.#usual = phaseOf({ fromMs: 0, untilMs: Infinity }, behaviour, provider.alias);
    this.#phases = phases.map(phase => phaseOf(phase, { ...behaviour, ...phase }, provider.alias)).toReversed();
    this.#quota = quota;
    this.#random = random;
  }

  answer(nowMs: number): ScriptedAnswer {
    const random = this.#random;
    const { conduct } = this.#phaseAt(nowMs);
    const refusal = this.#overQuota(nowMs);
    if (refusal) return refusal;
    let draw = random();
    for (const { share, kind, sample, status = STATUS[kind], retryAfterMs } of conduct.errors) {
      draw -= share;
      if (draw >= 0) continue;
      const afterMs = kind === 'timeout_first_token' ? Infinity : sample(random);
      return { kind, afterMs, bodyMs: 0, ending: 'finish', status, retryAfterMs };
    }
    const fate = random();
    const afterMs = conduct.firstToken(random);
    const wholeMs = conduct.answer(random);
    if (fate >= conduct.interrupted + conduct.stalled)
      return { kind: 'ok', afterMs, bodyMs: wholeMs, ending: 'finish' };
    const ending = fate < conduct.interrupted ? 'break' : 'stall';
    return { kind: 'ok', afterMs, bodyMs: wholeMs * random(), ending };
  }

  /** The times in which it answers nobody, in order. */
  outagesUntil(durationMs: number): readonly Outage[] {
    const outages: Outage[] = [];
    for (const { fromMs, untilMs, flaps, isOutage } of this.#phases) {
      if (!isOutage) continue;
      const endMs = Math.min(untilMs, durationMs);
      const everyMs = flaps?.everyMs ?? Infinity;
      for (let atMs = fromMs; atMs < endMs && outages.length < MAX_OUTAGES; atMs += everyMs) {
        outages.push({ fromMs: atMs, untilMs: Math.min(endMs, atMs + (flaps?.forMs ?? Infinity)) });
      }
    }
    return outages.toSorted((one, other) => one.fromMs - other.fromMs);
  }

  #phaseAt(nowMs: number): Phase {
    for (const phase of this.#phases) {
      if (nowMs < phase.fromMs || nowMs >= phase.untilMs) continue;
      const { flaps } = phase;
      if (!flaps || (nowMs - phase.fromMs) % flaps.everyMs < flaps.forMs) return phase;
    }
    return this.#usual;
  }

  #overQuota(nowMs: number): ScriptedAnswer | undefined {
    const quota = this.#quota;
    if (!quota) return undefined;
    const window = Math.floor(nowMs / quota.windowMs);
    if (window !== this.#window) {
      this.#window = window;
      this.#inWindow = 0;
    }
    this.#inWindow += 1;
    if (this.#inWindow <= quota.requests) return undefined;
    const leftMs = (window + 1) * quota.windowMs - nowMs;
    return {
      kind: 'rate_limited',
      afterMs: 50,
      bodyMs: 0,
      ending: 'finish',
      status: 429,
      retryAfterMs: quota.tellsRetryAfter === false ? undefined : leftMs,
    };
  }
}

const STATUS: Readonly<Record<FailureKind, number | undefined>> = {
  rate_limited: 429,
  quota: 402,
  server: 503,
  auth: 401,
  not_found: 404,
  context_length: 400,
  bad_request: 400,
  content_filter: undefined,
  timeout_connect: undefined,
  timeout_first_token: undefined,
  timeout_idle: undefined,
  timeout_total: undefined,
  network: undefined,
  stream_broken: undefined,
  stream_error: undefined,
  empty: undefined,
  cancelled: undefined,
};

function phaseOf(
  { fromMs, untilMs, flaps }: BehaviourPhase,
  { firstToken, answer, errors, interrupted = 0, stalled = 0 }: Behaviour,
  alias: string,
): Phase {
  const failing = errors.reduce((sum, { share }) => sum + share, 0);
  for (const [name, share] of Object.entries({ errors: failing, broken: interrupted + stalled })) {
    if (!(share >= 0 && share <= 1 + 1e-9)) {
      throw new RangeError(`The shares of ${name} of ${alias} must be from 0 to 1 together, got ${share}`);
    }
  }
  if (!(fromMs >= 0 && untilMs > fromMs)) {
    throw new RangeError(`A phase of ${alias} must end after it begins, got ${fromMs} ms to ${untilMs} ms`);
  }
  if (flaps && !(flaps.forMs > 0 && flaps.everyMs > flaps.forMs)) {
    throw new RangeError(
      `A phase of ${alias} must flap for less than every, got ${flaps.forMs} in ${flaps.everyMs} ms`,
    );
  }
  return {
    fromMs,
    untilMs,
    flaps,
    isOutage: failing >= ALL,
    conduct: {
      firstToken: samplerOf(firstToken),
      answer: samplerOf(answer),
      errors: errors.map(error => ({ ...error, sample: samplerOf(error.after ?? USUAL_ERROR) })),
      interrupted,
      stalled,
    },
  };
}
