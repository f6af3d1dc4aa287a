import type { EventArchive } from '@naru/events';
import type { LedgerStore } from '@naru/router';
import type { SqlTicketMemory } from '@naru/sql';
import type { Config } from '../config/index.ts';
import type { Outlived } from '../workers/daily-retention.ts';

export interface OutlivedParts {
  readonly config: Pick<Config, 'events' | 'ledger'>;
  readonly ledger: LedgerPast;
  readonly ticketMemory: Pick<SqlTicketMemory, 'forgetExpired'>;
  readonly eventArchive: Pick<EventArchive, 'deleteBefore'>;
}

type LedgerPast = Pick<LedgerStore, 'attempts' | 'decisions' | 'forgetBefore'>;

const DAY_MS = 86_400_000;
const EVENTS_AT_ONCE = 500;
/** So much of the old is forgotten in one statement, so that no stream waits for it. */
const LEDGER_STEP_MS = 600_000;

/**
 * What goes once a day. Steering forgets by itself, and kept streams go with the next orderly stop. Conversations with
 * their feedback, tickets, reports and the audit are the shop's records and stay.
 */
export function outlivedOf({ config, ledger, ticketMemory, eventArchive }: OutlivedParts): readonly Outlived[] {
  const eventsKeepMs = config.events.keepDays * DAY_MS;
  const ledgerKeepMs = config.ledger.keepDays * DAY_MS;
  return [
    { name: 'ledger', forgetSome: nowMs => forgetLedgerStep(ledger, nowMs - ledgerKeepMs) },
    { name: 'events', forgetSome: nowMs => eventArchive.deleteBefore(nowMs - eventsKeepMs, EVENTS_AT_ONCE) },
    { name: 'what is remembered of tickets', forgetSome: nowMs => ticketMemory.forgetExpired(nowMs) },
  ];
}

/** Forgets ten minutes of the oldest there is. */
async function forgetLedgerStep(ledger: LedgerPast, beforeMs: number): Promise<number> {
  const oldest = { sinceMs: 0, untilMs: beforeMs, limit: 1 };
  const [[attempt], [decision]] = await Promise.all([ledger.attempts(oldest), ledger.decisions(oldest)]);
  const oldestMs = Math.min(attempt?.startedAtMs ?? Infinity, decision?.atMs ?? Infinity);
  if (oldestMs === Infinity) return 0;
  const attempts = await ledger.forgetBefore(Math.min(beforeMs, oldestMs + LEDGER_STEP_MS));
  // Decisions that were followed by no attempt are gone too, and more may be left.
  return Math.max(1, attempts);
}
