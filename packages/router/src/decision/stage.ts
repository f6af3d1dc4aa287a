import type { Provider } from '../providers/provider.ts';
import type { CandidateSignals, StageName, StageNote } from './decision.ts';
import type { Features } from './features.ts';
import type { Snapshot } from './snapshot.ts';

/** A provider in a decision, with what is known of it. */
export interface Candidate {
  readonly provider: Provider;
  readonly signals: CandidateSignals;
}

export type Chain = readonly Candidate[];

export interface Drop {
  readonly candidate: Candidate;
  /** From the stage's own closed set, such as `tools`. */
  readonly why: string;
}

export interface StageContext {
  readonly features: Features;
  readonly snapshot: Snapshot;
  readonly seed: string;
  /** The configured chain, before any stage. */
  readonly candidates: Chain;
  /** What the stages before this one did, in order. */
  readonly notes: readonly StageNote[];
  /** The stage that last dropped a provider which is not in the chain now. */
  droppedBy(alias: string): StageName | undefined;
}

export interface StageOutcome {
  /** The very chain that came in where nothing was changed. */
  readonly chain: Chain;
  readonly drops?: readonly Drop[];
  /** What the stage did, from its own closed set. */
  readonly code: string;
  /** Alias of the provider acted on; `unknown` for a name that is nobody's. */
  readonly provider?: string;
  /** One sentence from aliases, numbers and names of settings only. */
  readonly detail?: string;
}

/** One step of the decision. Pure: it sees only what it is given, and looks at no clock and no chance. */
export interface Stage {
  readonly name: StageName;
  /** For the documentation, which is generated from the list of stages. */
  readonly rule: string;
  readonly settings: readonly string[];
  apply(chain: Chain, context: StageContext): StageOutcome;
}
