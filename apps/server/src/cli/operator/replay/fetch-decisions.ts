import type { DecisionRecord, RecordedConfiguration } from '@naru/router';
import type { RecordedDecisions } from '../../../ledger/recorded-decisions.ts';
import type { OperatorCall } from '../operator-client.ts';

const PAGE = 1_000;

export interface DecisionSpan {
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Decisions in all. */
  readonly limit: number;
}

/** The recorded decisions of a span from the running server, page by page, oldest first. */
export async function fetchDecisions(
  call: OperatorCall,
  { sinceMs, untilMs, limit }: DecisionSpan,
): Promise<RecordedDecisions> {
  const decisions = new Map<string, DecisionRecord>();
  const configurations = new Map<string, RecordedConfiguration>();
  for (let fromMs = sinceMs; decisions.size < limit && fromMs < untilMs;) {
    const since = new Date(fromMs).toISOString();
    const query = new URLSearchParams({ since, until: new Date(untilMs).toISOString(), limit: String(PAGE) });
    const page = (await call('GET', `/internal/decisions?${query}`)) as RecordedDecisions;
    const known = decisions.size;
    for (const record of page.decisions) if (decisions.size < limit) decisions.set(record.id, record);
    for (const configuration of page.configurations) configurations.set(configuration.id, configuration);
    if (page.decisions.length < PAGE) break;
    const lastMs = page.decisions.at(-1)?.atMs ?? untilMs;
    // The last millisecond may go on beyond the page: it is asked for again, unless it alone fills pages.
    fromMs = decisions.size === known ? lastMs + 1 : lastMs;
  }
  return { decisions: [...decisions.values()], configurations: [...configurations.values()] };
}
