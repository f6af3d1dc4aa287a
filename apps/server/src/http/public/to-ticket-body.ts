import type { TicketBody } from '@naru/api-contract';
import type { Ticket } from '@naru/support';

export function toTicketBody(ticket: Ticket): TicketBody {
  return {
    ticket_no: ticket.number,
    status: ticket.status,
    category: ticket.category ?? null,
    severity: ticket.severity ?? null,
    expected_first_response_minutes: ticket.expectedFirstResponseMinutes,
    title: ticket.subject,
    created_at: new Date(ticket.createdAtMs).toISOString(),
  };
}
