import { configureRouting, type RoutingConfiguration } from '../decision/configuration.ts';
import { decide } from '../decision/decide.ts';
import type { Decision } from '../decision/decision.ts';
import { refusedByBudget } from '../decision/refused-by-budget.ts';
import type { Snapshot } from '../decision/snapshot.ts';
import type { DecisionRecord, RecordedConfiguration } from '../money/ledger.ts';
import { withOverrides } from '../overrides/with-overrides.ts';

export type Replay =
  | {
      readonly kind: 'replayed';
      readonly decision: Decision;
      /** Whether chain and reason are what was recorded. */
      readonly isSame: boolean;
      readonly route: ReplayedRoute;
    }
  /** The configuration does not know what the request asked for. */
  | { readonly kind: 'no_policy'; readonly policy: string };

/** What the request would have met first. */
export interface ReplayedRoute {
  /** Missing where nobody would have been asked. */
  readonly provider?: string;
  /** Missing without prices. */
  readonly estimatedCostMicros?: number;
  /** The health score of whoever is first, as it was then: 0 to 1. */
  readonly predictedSuccess: number;
}

/** How a request would have gone by another configuration. */
export interface ReplayDifference {
  readonly id: string;
  readonly provider?: { readonly from: string; readonly to: string };
  readonly chain?: { readonly from: readonly string[]; readonly to: readonly string[] };
  /** More than nothing: it would have been dearer. Missing where prices are not known. */
  readonly costMicros?: number;
  readonly predictedSuccess: number;
}

/** @throws {RangeError} when the recorded configuration makes no sense to this version */
export function configurationOf({ providers, settings }: RecordedConfiguration): RoutingConfiguration {
  return configureRouting(providers, settings);
}

/**
 * Makes a recorded decision again: by its own configuration it comes out the same. What was known of the providers,
 * and what operators had said, is as it was. A request that a budget refused stays refused.
 */
export function replayDecision(record: DecisionRecord, configuration: RoutingConfiguration): Replay {
  const { features, id, atMs } = record;
  if (!configuration.policies.has(features.policy)) return { kind: 'no_policy', policy: features.policy };
  const isRefused = record.reasonCode === 'budget_exceeded';
  const decision = isRefused ? refusedByBudget(id, atMs) : decide(features, snapshotOf(record, configuration), id);
  const isSame = decision.reasonCode === record.reasonCode && isSameList(decision.chain, record.chain);
  return { kind: 'replayed', decision, isSame, route: routeOf(decision) };
}

/** What another configuration would have changed; `undefined` where nothing, or where it cannot be said. */
export function compareDecision(
  record: DecisionRecord,
  own: RoutingConfiguration,
  other: RoutingConfiguration,
): ReplayDifference | undefined {
  const before = replayDecision(record, own);
  const after = replayDecision(record, other);
  if (before.kind !== 'replayed' || after.kind !== 'replayed') return undefined;
  const costs = [before.route.estimatedCostMicros, after.route.estimatedCostMicros] as const;
  const costMicros = costs[0] === undefined || costs[1] === undefined ? undefined : costs[1] - costs[0];
  const predictedSuccess = after.route.predictedSuccess - before.route.predictedSuccess;
  const isSameChain = isSameList(before.decision.chain, after.decision.chain);
  if (isSameChain && predictedSuccess === 0 && (costMicros ?? 0) === 0) return undefined;
  const [from = 'none', to = 'none'] = [before.route.provider, after.route.provider];
  return {
    id: record.id,
    ...(from !== to && { provider: { from, to } }),
    ...(!isSameChain && { chain: { from: before.decision.chain, to: after.decision.chain } }),
    ...(costMicros !== undefined && { costMicros }),
    predictedSuccess,
  };
}

function snapshotOf(record: DecisionRecord, configuration: RoutingConfiguration): Snapshot {
  const { atMs, signals, conversation, spend, canary, overrides } = record;
  return {
    atMs,
    configuration: withOverrides(configuration, overrides),
    signals: new Map(signals),
    ...(conversation && { conversation }),
    ...(spend && { spend }),
    ...(canary && { canary }),
  };
}

function routeOf({ chain, candidates }: Decision): ReplayedRoute {
  const head = candidates.find(({ alias }) => alias === chain[0]);
  if (!head) return { predictedSuccess: 0 };
  const { estimatedCostMicros, signals } = head;
  return {
    provider: head.alias,
    ...(estimatedCostMicros !== undefined && { estimatedCostMicros }),
    predictedSuccess: signals.health?.score ?? 1,
  };
}

function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
