import type { BudgetSettings, CanarySettings, RouterSettings } from '@naru/router';
import type { FileRouting } from './routing-schema.ts';
import type { FileBudget, FileCanary } from './steering-schema.ts';
import { isOn } from './switch.ts';

type SteeringSettings = Pick<
  RouterSettings,
  'health' | 'breaker' | 'cost' | 'quality' | 'stickiness' | 'intents' | 'canary' | 'budgets' | 'budgetDayOffsetMs'
>;

/** What weighs providers against each other, as the router takes it. */
export function toSteering(routing: FileRouting): SteeringSettings {
  const { health, breaker, cost, quality, sticky, canary, intents, budgets, budget_day_offset_hours } = routing;
  const lowCostProvider = cost.low_cost_provider?.trim();
  return {
    health: {
      routingEnabled: isOn(health.enabled),
      minSample: health.min_sample,
      streakPenaltyStep: health.streak_penalty_step,
      streakPenaltyMax: health.streak_penalty_max,
    },
    breaker: {
      enabled: isOn(breaker.enabled),
      openMs: breaker.open_sec * 1_000,
      openMaxMs: breaker.open_max_sec * 1_000,
      quarantineMs: breaker.quarantine_sec * 1_000,
      probeSuccesses: breaker.probe_successes,
      syntheticProbes: isOn(breaker.synthetic_probes),
      syntheticProbesPerDay: breaker.synthetic_probes_per_day,
    },
    cost: { steering: isOn(cost.steering), ...(lowCostProvider && { lowCostProvider }) },
    quality: {
      cutline: quality.cutline,
      minSamples: quality.min_samples,
      decayDays: quality.decay_days,
      weights: quality.weights,
    },
    stickiness: { enabled: isOn(sticky.enabled), switchCost: sticky.switch_cost },
    intents: Object.fromEntries(Object.entries(intents).map(([intent, name]) => [intent.toUpperCase(), name])),
    ...(canary && { canary: toCanary(canary) }),
    budgets: budgets.map(toBudget),
    budgetDayOffsetMs: budget_day_offset_hours * 3_600_000,
  };
}

function toCanary({ provider, enabled, share, high_risk_intents, abort }: FileCanary): CanarySettings {
  return {
    provider,
    enabled: isOn(enabled),
    share,
    highRiskIntents: high_risk_intents,
    abort: {
      minSamples: abort.min_samples,
      maxExtraErrorRatio: abort.max_extra_error_ratio,
      maxLatencyFactor: abort.max_latency_factor,
    },
  };
}

function toBudget({ tenant, assistant, period, soft, hard }: FileBudget): BudgetSettings {
  return {
    ...(tenant !== undefined && { tenant }),
    ...(assistant !== undefined && { assistant }),
    period,
    ...(soft !== undefined && { softMicros: Math.round(soft * 1_000_000) }),
    ...(hard !== undefined && { hardMicros: Math.round(hard * 1_000_000) }),
  };
}
