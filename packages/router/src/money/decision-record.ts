import { sha256Hex } from '@naru/kernel';
import type { CandidateSignals, Decision } from '../decision/decision.ts';
import type { Features } from '../decision/features.ts';
import { NO_SIGNALS, type Snapshot } from '../decision/snapshot.ts';
import type { ActiveOverride, Override } from '../overrides/override.ts';
import type { Provider } from '../providers/provider.ts';
import type { RouterSettings } from '../router-settings.ts';
import type { DecisionRecord, RecordedConfiguration } from './ledger.ts';

const NO_OVERRIDES: readonly ActiveOverride[] = [];

export interface RecordedCall {
  readonly requestId: string;
  readonly configurationId: string;
  /** Those that held. */
  readonly overrides: readonly Override[];
}

/** A decision with what it was made from, as the ledger keeps it: enough to make it again (R-DEC-3). */
export function decisionRecordOf(
  { id, atMs, chain, reasonCode }: Decision,
  { sessionId: _sessionId, ...features }: Features,
  { signals, conversation, spend, canary }: Snapshot,
  { requestId, configurationId, overrides }: RecordedCall,
): DecisionRecord {
  const known: (readonly [string, CandidateSignals])[] = [];
  for (const entry of signals) if (entry[1] !== NO_SIGNALS) known.push(entry);
  return {
    id,
    atMs,
    requestId,
    configurationId,
    features,
    signals: known,
    overrides: overrides.length === 0 ? NO_OVERRIDES : overrides.map(({ id, act }) => ({ id, act })),
    chain,
    reasonCode,
    ...(conversation && { conversation }),
    ...(spend && { spend }),
    ...(canary && { canary }),
  };
}

export function recordedConfigurationOf(
  providers: readonly Provider[],
  settings: RouterSettings,
): RecordedConfiguration {
  return { id: sha256Hex(JSON.stringify([providers, settings])).slice(0, 32), providers, settings };
}
