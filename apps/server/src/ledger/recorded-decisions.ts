import type { DecisionRecord, LedgerStore, RecordedConfiguration } from '@naru/router';

/** Decisions with the configurations that they were made by, each once: enough to make them again. */
export interface RecordedDecisions {
  /** Oldest first. */
  readonly decisions: readonly DecisionRecord[];
  readonly configurations: readonly RecordedConfiguration[];
}

export interface DecisionsQuestion {
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly limit: number;
}

type Records = Pick<LedgerStore, 'decisions' | 'findDecision' | 'findConfiguration'>;

export async function recordedDecisions(question: DecisionsQuestion, ledger: Records): Promise<RecordedDecisions> {
  return withConfigurations(await ledger.decisions(question), ledger);
}

/** `undefined` for a decision that was never recorded, or is forgotten. */
export async function recordedDecision(id: string, ledger: Records): Promise<RecordedDecisions | undefined> {
  const decision = await ledger.findDecision(id);
  return decision && withConfigurations([decision], ledger);
}

async function withConfigurations(
  decisions: readonly DecisionRecord[],
  ledger: Pick<LedgerStore, 'findConfiguration'>,
): Promise<RecordedDecisions> {
  const ids = [...new Set(decisions.map(({ configurationId }) => configurationId))];
  const configurations = await Promise.all(ids.map(id => ledger.findConfiguration(id)));
  return { decisions, configurations: configurations.filter(one => one !== undefined) };
}
