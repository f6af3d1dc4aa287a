import type { TicketSeverity } from './ticket.ts';

const MINUTES: Readonly<Record<TicketSeverity, number>> = { urgent: 30, high: 120, normal: 480, low: 1_440 };
const UNSET_MINUTES = 480;

/** How soon a person is expected to answer first, by severity; what nobody has graded waits as a normal one does. */
export function expectedFirstResponseMinutes(severity: TicketSeverity | undefined): number {
  return severity === undefined ? UNSET_MINUTES : MINUTES[severity];
}
