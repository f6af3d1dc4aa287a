/** Whether and how the order of a chain follows health. Missing fields have their defaults. */
export interface HealthRoutingSettings {
  /** `QS_LLM_HEALTH_ROUTING_ENABLED`; default on. */
  readonly routingEnabled?: boolean;
  /** Outcomes of the last 300 s that a score must rest on to move a provider; `QS_LLM_HEALTH_MIN_SAMPLE`, 20. */
  readonly minSample?: number;
  /** What each failure in a row takes off the score; `QS_LLM_HEALTH_STREAK_PENALTY_STEP`, 0.1. */
  readonly streakPenaltyStep?: number;
  /** `QS_LLM_HEALTH_STREAK_PENALTY_MAX`, 0.5. */
  readonly streakPenaltyMax?: number;
}

/** When a provider is not dialled, and how it comes back. Missing fields have their defaults, which were calibrated. */
export interface BreakerSettings {
  /** Default on. */
  readonly enabled?: boolean;
  /** How long a circuit is open the first time (5 s); each time is 1.6 times as long, up to `openMaxMs` (20 s). */
  readonly openMs?: number;
  readonly openMaxMs?: number;
  /** How long it is open once it has opened three times in ten minutes; 60 s. */
  readonly quarantineMs?: number;
  /** Probes in a row that close it, 2; in quarantine twice as many. */
  readonly probeSuccesses?: number;
  /** Whether to ask for one token where no turn comes to probe; default on. */
  readonly syntheticProbes?: boolean;
  /** The most of those for one provider in a day; 10,000. */
  readonly syntheticProbesPerDay?: number;
}

export type ScoreSettings = Required<HealthRoutingSettings>;

/** What the health of a provider is judged by, every default filled in. */
export interface HealthSettings {
  /** 0 switches cooling off. */
  readonly cooldownMs: number;
  readonly score: ScoreSettings;
  readonly breaker: Required<BreakerSettings>;
}

export const DEFAULT_SCORE: ScoreSettings = {
  routingEnabled: true,
  minSample: 20,
  streakPenaltyStep: 0.1,
  streakPenaltyMax: 0.5,
};

export const DEFAULT_BREAKER: Required<BreakerSettings> = {
  enabled: true,
  openMs: 5_000,
  openMaxMs: 20_000,
  quarantineMs: 60_000,
  probeSuccesses: 2,
  syntheticProbes: true,
  syntheticProbesPerDay: 10_000,
};

/** @throws {RangeError} when a number makes no sense; says which, what was found and what is allowed */
export function healthSettingsOf({
  cooldownMs,
  health,
  breaker,
}: {
  readonly cooldownMs: number;
  readonly health?: HealthRoutingSettings | undefined;
  readonly breaker?: BreakerSettings | undefined;
}): HealthSettings {
  const settings: HealthSettings = {
    cooldownMs,
    score: { ...DEFAULT_SCORE, ...health },
    breaker: { ...DEFAULT_BREAKER, ...breaker },
  };
  const { score, breaker: circuit } = settings;
  requireNumber('cooldownMs', cooldownMs, 0);
  requireNumber('health.minSample', score.minSample, 1);
  requireNumber('health.streakPenaltyStep', score.streakPenaltyStep, 0, 1);
  requireNumber('health.streakPenaltyMax', score.streakPenaltyMax, 0, 1);
  requireNumber('breaker.openMs', circuit.openMs, 1);
  requireNumber('breaker.openMaxMs', circuit.openMaxMs, circuit.openMs);
  requireNumber('breaker.quarantineMs', circuit.quarantineMs, 1);
  requireNumber('breaker.probeSuccesses', circuit.probeSuccesses, 1);
  requireNumber('breaker.syntheticProbesPerDay', circuit.syntheticProbesPerDay, 0);
  return settings;
}

function requireNumber(name: string, value: number, least: number, most = Number.MAX_SAFE_INTEGER): void {
  if (value >= least && value <= most) return;
  const allowed = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `between ${least} and ${most}`;
  throw new RangeError(`${name} must be ${allowed}, got ${value}`);
}
