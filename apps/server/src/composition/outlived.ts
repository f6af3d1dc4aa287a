import type { EventArchive } from '@naru/events';
import type { SqlTicketMemory } from '@naru/sql';
import type { Config } from '../config/index.ts';
import type { Outlived } from '../workers/daily-retention.ts';

export interface OutlivedParts {
  readonly config: Pick<Config, 'events'>;
  readonly ticketMemory: Pick<SqlTicketMemory, 'forgetExpired'>;
  readonly eventArchive: Pick<EventArchive, 'deleteBefore'>;
}

const DAY_MS = 86_400_000;
const EVENTS_AT_ONCE = 500;

/**
 * What goes once a day. The ledger has a retention of its own, steering forgets by itself, and kept streams go with the
 * next orderly stop. Conversations with their feedback, tickets, reports and the audit are the shop's records and stay.
 */
export function outlivedOf({ config, ticketMemory, eventArchive }: OutlivedParts): readonly Outlived[] {
  const keepMs = config.events.keepDays * DAY_MS;
  return [
    { name: 'events', forgetSome: nowMs => eventArchive.deleteBefore(nowMs - keepMs, EVENTS_AT_ONCE) },
    { name: 'what is remembered of tickets', forgetSome: nowMs => ticketMemory.forgetExpired(nowMs) },
  ];
}
