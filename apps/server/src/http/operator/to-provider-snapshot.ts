import type { ProviderSnapshot } from '@naru/api-contract';
import type { BudgetReport, Decision, NamedProvider, Router, RouterStanding } from '@naru/router';
import { toOverrideBody } from './to-override-body.ts';
import { toProviderStats, toStageNote } from './to-provider-stats.ts';

export interface SnapshotParts {
  readonly router: Pick<Router, 'providers' | 'policyNames' | 'overrides' | 'explain'>;
  readonly policy: string;
  readonly mode: 'json' | 'stream';
  readonly decision: Decision;
  readonly standing: RouterStanding;
  readonly currency: string;
  readonly nowMs: number;
}

/** All that an operator looks at first (R-OPS-2). */
export function toProviderSnapshot(parts: SnapshotParts): ProviderSnapshot {
  const { router, policy, mode, decision, standing, currency, nowMs } = parts;
  // A provider outside of the policy's chain has a policy of its own, which knows how it stands.
  const reports = new Map(
    router.providers.map(({ alias }) => [
      alias,
      decision.candidates.find(candidate => candidate.alias === alias) ??
        router.explain({ policy: alias, mode }).candidates[0],
    ]),
  );
  const known = [...reports].flatMap(([alias, report]) => (report ? [{ alias, ...report.signals }] : []));
  return {
    at: new Date(nowMs).toISOString(),
    policy: { name: policy, mode, known: [...router.policyNames] },
    reason_code: decision.reasonCode,
    final_chain: [...decision.chain],
    stages: decision.notes.map(toStageNote),
    provider_stats: toProviderStats(router.providers, decision, alias => reports.get(alias)),
    quota: known.map(({ alias, health }) => ({
      provider: alias,
      remaining_requests: health?.quota?.remainingRequests ?? null,
      remaining_tokens: health?.quota?.remainingTokens ?? null,
      age_ms: health?.quota?.ageMs ?? null,
      throttled_age_ms: health?.throttledAgeMs ?? null,
      retry_after_left_ms: health?.retryAfterLeftMs ?? null,
    })),
    cooldowns: known
      .filter(({ coolingLeftMs }) => coolingLeftMs > 0)
      .map(({ alias, coolingLeftMs }) => ({ provider: alias, left_ms: coolingLeftMs })),
    breakers: known.map(({ alias, health }) => ({
      provider: alias,
      state: health?.state ?? 'closed',
      generation: health?.generation ?? 0,
      open_left_ms: health?.openLeftMs ?? 0,
      probing: health?.probing ?? false,
      ramp_share: health?.rampShare ?? 1,
    })),
    controls: toControls(standing),
    overrides: router.overrides.list().map(override => toOverrideBody(override, nowMs)),
    spend: {
      currency,
      budgets: standing.budgets.map(toBudget),
      ledger_rows_waiting: standing.ledger.waiting,
      ledger_rows_lost: standing.ledger.lost,
    },
  };
}

function toControls({ controls, canary: trial }: RouterStanding): ProviderSnapshot['controls'] {
  const { blocked, drained, forced, costSteering, lowCost, intents, canary } = controls;
  return {
    blocked: [...blocked],
    drained: [...drained],
    forced: forced ? nameOf(forced) : null,
    cost_steering: costSteering,
    low_cost: lowCost ? nameOf(lowCost) : null,
    intents: Object.fromEntries([...intents].map(([intent, provider]) => [intent, nameOf(provider)])),
    canary: canary
      ? {
          provider: nameOf(canary.provider),
          enabled: canary.enabled,
          share: canary.share,
          state: trial?.state ?? 'running',
          because: trial?.state === 'aborted' ? trial.because : null,
        }
      : null,
  };
}

export function nameOf(provider: NamedProvider): string {
  return provider === 'unknown' ? provider : provider.alias;
}

function toBudget(budget: BudgetReport): ProviderSnapshot['spend']['budgets'][number] {
  const { name, spentMicros, reservedMicros, softMicros, hardMicros, endsAtMs } = budget;
  const units = (micros: number | undefined): number | null => (micros === undefined ? null : micros / 1_000_000);
  return {
    name,
    spent: spentMicros / 1_000_000,
    reserved: reservedMicros / 1_000_000,
    soft: units(softMicros),
    hard: units(hardMicros),
    remaining: hardMicros === undefined ? null : Math.max(0, hardMicros - spentMicros - reservedMicros) / 1_000_000,
    ends_at: new Date(endsAtMs).toISOString(),
  };
}
