import { estimatedCostMicros } from '../money/price.ts';
import type { CandidateReport, Decision, ReasonCode, StageName, StageNote } from './decision.ts';
import type { Features } from './features.ts';
import { NO_SIGNALS, type Snapshot } from './snapshot.ts';
import type { Chain, Stage } from './stage.ts';
import { stages as allStages } from './stages.ts';

interface Dropped {
  readonly stage: StageName;
  readonly why: string;
}

/**
 * Who may answer, in which order, and why. Pure: the same features, snapshot and seed give the same decision,
 * whose id is the seed.
 *
 * @throws {RangeError} when the features name a policy that the configuration does not have
 */
export function decide(
  features: Features,
  snapshot: Snapshot,
  seed: string,
  stages: readonly Stage[] = allStages,
): Decision {
  const policy = snapshot.configuration.policies.get(features.policy);
  if (!policy) throw new RangeError(`There is no policy "${features.policy}"`);
  const candidates = policy.chain.map(provider => ({
    provider,
    signals: snapshot.signals.get(provider.alias) ?? NO_SIGNALS,
  }));
  const dropped = new Map<string, Dropped>();
  const notes: StageNote[] = [];
  const droppedBy = (alias: string): StageName | undefined => dropped.get(alias)?.stage;
  const context = { features, snapshot, seed, candidates, notes, droppedBy };
  let chain: Chain = candidates;
  let aliases = aliasesOf(chain);
  let reasonCode: ReasonCode = 'default';
  for (const stage of stages) {
    // Named one by one: collecting a rest thirteen times a request was a third of deciding.
    const { chain: next, drops, code, provider, detail } = stage.apply(chain, context);
    for (const { candidate, why } of drops ?? []) dropped.set(candidate.provider.alias, { stage: stage.name, why });
    if (next[0] !== chain[0]) reasonCode = stage.name;
    if (next !== chain) aliases = aliasesOf(next);
    chain = next;
    notes.push({
      stage: stage.name,
      chain: aliases,
      code,
      ...(provider !== undefined && { provider }),
      ...(detail !== undefined && { detail }),
    });
  }
  return {
    id: seed,
    atMs: snapshot.atMs,
    chain: aliases,
    reasonCode: chain.length === 0 ? 'no_capable_provider' : reasonCode,
    notes,
    candidates: candidates.map(candidate => report(candidate, chain, dropped, features)),
  };
}

function report(
  candidate: Chain[number],
  chain: Chain,
  dropped: ReadonlyMap<string, Dropped>,
  features: Features,
): CandidateReport {
  const { provider, signals } = candidate;
  const position = chain.indexOf(candidate);
  const drop = position < 0 ? dropped.get(provider.alias) : undefined;
  return {
    alias: provider.alias,
    fate: drop ? { kind: 'dropped', stage: drop.stage, why: drop.why } : { kind: 'kept', position },
    signals,
    ...(provider.prices && { estimatedCostMicros: estimatedCostMicros(features.needs, provider.prices) }),
  };
}

function aliasesOf(chain: Chain): readonly string[] {
  return chain.map(({ provider }) => provider.alias);
}
