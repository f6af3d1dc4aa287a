import {
  compareDecision,
  configurationOf,
  replayDecision,
  type Decision,
  type DecisionRecord,
  type RecordedConfiguration,
  type ReplayDifference,
  type RoutingConfiguration,
} from '@naru/router';
import type { RecordedDecisions } from '../../../ledger/recorded-decisions.ts';

/** What came of making recorded decisions again (R-DEC-3). */
export interface ReplayReport {
  readonly replayed: number;
  /** Came out as they were recorded. */
  readonly same: number;
  /** Could not be made again: their configuration is forgotten, or means nothing to this version. */
  readonly notReplayable: number;
  /** Ids of those that came out otherwise by their own configuration: a fault of ours. */
  readonly changed: readonly string[];
  /** Missing where no other configuration was asked about. */
  readonly against?: AgainstReport;
}

/** What another configuration would have changed. */
export interface AgainstReport {
  /** Where nothing can be said: the other configuration has no such policy. */
  readonly notComparable: number;
  readonly differing: number;
  /** How many would have met another provider first, most first. */
  readonly providers: readonly { readonly from: string; readonly to: string; readonly decisions: number }[];
  /** Estimated micro-units of the currency over all that have prices; more than nothing is dearer. */
  readonly costMicros: number;
  /** Share of requests that would have been answered at the first attempt more, or fewer; averaged over all. */
  readonly predictedSuccess: number;
  /** The first of them. */
  readonly differences: readonly ReplayDifference[];
}

/** One decision made again, to be looked at closely. */
export interface ReplayedDecision {
  readonly record: DecisionRecord;
  readonly decision: Decision;
  readonly isSame: boolean;
}

/** Configurations by id, made ready once; those that mean nothing to this version are missing. */
export function readyConfigurations(
  configurations: readonly RecordedConfiguration[],
): ReadonlyMap<string, RoutingConfiguration> {
  return new Map(
    configurations.flatMap(recorded => {
      try {
        return [[recorded.id, configurationOf(recorded)] as const];
      } catch (error) {
        // Recorded by another version, whose settings are nonsense to this one.
        if (error instanceof RangeError || error instanceof TypeError) return [];
        throw error;
      }
    }),
  );
}

export function replayOne(
  record: DecisionRecord,
  configurations: ReadonlyMap<string, RoutingConfiguration>,
): ReplayedDecision | undefined {
  const own = configurations.get(record.configurationId);
  const replay = own && replayDecision(record, own);
  return replay?.kind === 'replayed' ? { record, decision: replay.decision, isSame: replay.isSame } : undefined;
}

/** Makes decisions again, and says what another configuration would have changed. Pure. */
export function replayReport(
  { decisions, configurations }: RecordedDecisions,
  other: RoutingConfiguration | undefined,
  shown: number,
): ReplayReport {
  const ready = readyConfigurations(configurations);
  const replays = decisions.map(record => replayOne(record, ready)).filter(replay => replay !== undefined);
  const same = replays.filter(({ isSame }) => isSame);
  return {
    replayed: replays.length,
    same: same.length,
    notReplayable: decisions.length - replays.length,
    changed: replays.filter(({ isSame }) => !isSame).map(({ record }) => record.id),
    ...(other && { against: against(replays, ready, other, shown) }),
  };
}

function against(
  replays: readonly ReplayedDecision[],
  configurations: ReadonlyMap<string, RoutingConfiguration>,
  other: RoutingConfiguration,
  shown: number,
): AgainstReport {
  const comparable = replays.filter(({ record }) => other.policies.has(record.features.policy));
  const differences = comparable
    .map(({ record }) => {
      const own = configurations.get(record.configurationId);
      return own && compareDecision(record, own, other);
    })
    .filter(difference => difference !== undefined);
  const moves = new Map<string, { readonly from: string; readonly to: string; decisions: number }>();
  for (const { provider } of differences) {
    if (!provider) continue;
    moves.getOrInsert(`${provider.from} ${provider.to}`, { ...provider, decisions: 0 }).decisions += 1;
  }
  const sum = (of: (difference: ReplayDifference) => number): number =>
    differences.reduce((total, difference) => total + of(difference), 0);
  return {
    notComparable: replays.length - comparable.length,
    differing: differences.length,
    providers: [...moves.values()].toSorted((one, two) => two.decisions - one.decisions),
    costMicros: Math.round(sum(({ costMicros }) => costMicros ?? 0)),
    predictedSuccess: comparable.length === 0 ? 0 : sum(({ predictedSuccess }) => predictedSuccess) / comparable.length,
    differences: differences.slice(0, shown),
  };
}
