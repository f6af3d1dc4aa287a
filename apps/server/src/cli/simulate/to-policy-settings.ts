import type { RouterSettings } from '@naru/router';
import { defined } from './defined.ts';
import { durationMs } from './duration.ts';
import type { FilePolicy } from './scenario-schema.ts';

const MICROS = 1_000_000;

/** The settings of a router that a policy of a scenario file means. */
export function toPolicySettings(file: FilePolicy): RouterSettings {
  const { preset, chain, canary, stickiness, cost, quality, health } = file;
  return {
    policies: {
      default: {
        preset,
        ...(chain && { chain }),
        ...defined({ onFailure: file.on_failure, contentFilter: file.content_filter, recovery: file.recovery }),
      },
    },
    tenants: {},
    tiers: {},
    blocklist: file.blocklist,
    ...(file.force_provider !== undefined && { forced: file.force_provider }),
    cooldownMs: durationMs(file.cooldown),
    health: defined({
      routingEnabled: health.routing_enabled,
      minSample: health.min_sample,
      streakPenaltyStep: health.streak_penalty_step,
      streakPenaltyMax: health.streak_penalty_max,
    }),
    breaker: toBreaker(file.breaker),
    cost: defined({ steering: cost.steering, lowCostProvider: cost.low_cost_provider }),
    quality: defined({
      cutline: quality.cutline,
      minSamples: quality.min_samples,
      decayDays: quality.decay_days,
    }),
    stickiness: defined({ enabled: stickiness.enabled, switchCost: stickiness.switch_cost }),
    intents: file.intents,
    ...(canary && { canary: toCanary(canary) }),
    budgets: file.budgets.map(({ period, soft, hard }) => ({
      period,
      ...(soft !== undefined && { softMicros: soft * MICROS }),
      ...(hard !== undefined && { hardMicros: hard * MICROS }),
    })),
    budgetDayOffsetMs: 0,
  };
}

function toBreaker(file: FilePolicy['breaker']): NonNullable<RouterSettings['breaker']> {
  return defined({
    enabled: file.enabled,
    openMs: file.open === undefined ? undefined : durationMs(file.open),
    openMaxMs: file.open_max === undefined ? undefined : durationMs(file.open_max),
    quarantineMs: file.quarantine === undefined ? undefined : durationMs(file.quarantine),
    probeSuccesses: file.probe_successes,
    syntheticProbes: file.synthetic_probes,
    syntheticProbesPerDay: file.synthetic_probes_per_day,
  });
}

function toCanary(file: NonNullable<FilePolicy['canary']>): NonNullable<RouterSettings['canary']> {
  const { provider, share, abort } = file;
  return {
    provider,
    share,
    ...(file.high_risk_intents && { highRiskIntents: file.high_risk_intents }),
    abort: defined({
      minSamples: abort.min_samples,
      maxExtraErrorRatio: abort.max_extra_error_ratio,
      maxLatencyFactor: abort.max_latency_factor,
    }),
  };
}
