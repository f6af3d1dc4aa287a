import { chatSessionsAndTurns } from './0001-chat-sessions-and-turns.ts';
import { ledgerAndOverrides } from './0002-ledger-and-overrides.ts';
import { ticketsAndFeedback } from './0003-tickets-and-feedback.ts';
import { reports } from './0004-reports.ts';
import { keptStreams } from './0005-kept-streams.ts';
import { steering } from './0006-steering.ts';
import { endsOfTicketScopes } from './0007-ends-of-ticket-scopes.ts';
import { ticketsForOperators } from './0008-tickets-for-operators.ts';
import type { Migration } from './migration.ts';

/** Every step, in order. */
export const MIGRATIONS: readonly Migration[] = [
  chatSessionsAndTurns,
  ledgerAndOverrides,
  ticketsAndFeedback,
  reports,
  keptStreams,
  steering,
  endsOfTicketScopes,
  ticketsForOperators,
];
