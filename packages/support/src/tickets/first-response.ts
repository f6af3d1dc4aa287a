import type { TicketSeverity } from './ticket.ts';

const MINUTES: Readonly<Record<TicketSeverity, number>> = { CRITICAL: 30, HIGH: 120, MEDIUM: 480, LOW: 1_440 };
const UNSET_MINUTES = 480;

/** How soon a person is expected to answer first, by severity; what nobody has graded waits as the middle one does. */
export function expectedFirstResponseMinutes(severity: TicketSeverity | undefined): number {
  return severity === undefined ? UNSET_MINUTES : MINUTES[severity];
}
