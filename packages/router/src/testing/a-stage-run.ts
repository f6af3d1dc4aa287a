import { configureRouting } from '../decision/configuration.ts';
import type { Controls } from '../decision/controls.ts';
import type { CandidateSignals, StageName, StageNote } from '../decision/decision.ts';
import type { Features } from '../decision/features.ts';
import type { Snapshot } from '../decision/snapshot.ts';
import { NO_SIGNALS } from '../decision/snapshot.ts';
import type { Chain, Stage, StageContext, StageOutcome } from '../decision/stage.ts';
import type { Provider } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';
import { aProvider } from './a-provider.ts';
import { routerSettings } from './router-settings.ts';

export interface StageRun extends Omit<Partial<Snapshot>, 'signals' | 'configuration'> {
  /** Default: `primary`, `fallback_1`, `fallback_2`. */
  readonly providers?: readonly Provider[];
  readonly settings?: Partial<RouterSettings>;
  readonly signals?: Readonly<Record<string, Partial<CandidateSignals>>>;
  readonly features?: Partial<Features>;
  /** Who an earlier stage has dropped, and which one. */
  readonly dropped?: Readonly<Record<string, StageName>>;
  /** What operators say at run time, over what the settings say. */
  readonly controls?: Partial<Controls>;
  /** What stages before have done; a test names the interesting ones. */
  readonly notes?: readonly StageNote[];
}

export interface StageRunOutcome extends Omit<StageOutcome, 'chain' | 'drops'> {
  readonly chain: readonly string[];
  /** `alias: why` for each. */
  readonly drops: readonly string[];
}

export const THREE_PROVIDERS = ['primary', 'fallback_1', 'fallback_2'].map(alias => aProvider({ alias }));

export function aFeatureSet(overrides: Partial<Features> = {}): Features {
  return {
    policy: 'default',
    mode: 'stream',
    needs: { tools: false, vision: false, contextTokens: 100 },
    ...overrides,
  };
}

export function aSnapshot({ providers = THREE_PROVIDERS, settings, signals = {}, ...run }: StageRun = {}): Snapshot {
  const { atMs = 0, conversation, spend, canary, controls } = run;
  const configuration = configureRouting(providers, routerSettings(settings));
  return {
    atMs,
    ...(conversation && { conversation }),
    ...(spend && { spend }),
    ...(canary && { canary }),
    configuration: { ...configuration, controls: { ...configuration.controls, ...controls } },
    signals: new Map(Object.entries(signals).map(([alias, known]) => [alias, { ...NO_SIGNALS, ...known }])),
  };
}

/** Applies one stage to the whole configured chain, less who was dropped before. */
export function runStage(stage: Stage, run: StageRun = {}): StageRunOutcome {
  const snapshot = aSnapshot(run);
  const candidates = snapshot.configuration.providers.map(provider => ({
    provider,
    signals: snapshot.signals.get(provider.alias) ?? NO_SIGNALS,
  }));
  const dropped = new Map(Object.entries(run.dropped ?? {}));
  const context: StageContext = {
    features: aFeatureSet(run.features),
    snapshot,
    seed: 'seed',
    candidates,
    notes: run.notes ?? [],
    droppedBy: alias => dropped.get(alias),
  };
  const chain: Chain = candidates.filter(({ provider }) => !dropped.has(provider.alias));
  const { drops = [], ...outcome } = stage.apply(chain, context);
  return {
    ...outcome,
    chain: outcome.chain.map(({ provider }) => provider.alias),
    drops: drops.map(({ candidate, why }) => `${candidate.provider.alias}: ${why}`),
  };
}
