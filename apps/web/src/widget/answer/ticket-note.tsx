import type { HandoffData, TicketData } from '@naru/api-contract';
import { Headset, Ticket } from 'lucide-react';
import { useTexts } from '../../shared/texts-context.tsx';
import { hashOf } from '../places/place.ts';

interface TicketNoteProps {
  readonly ticket: TicketData | undefined;
  readonly handoff: HandoffData | undefined;
}

/** Says under an answer which ticket it opened or found, and that a person takes over. */
export function TicketNote({ ticket, handoff }: TicketNoteProps) {
  const { tickets: texts } = useTexts();
  const number = handoff?.ticketNumber ?? ticket?.number;
  if (!ticket && !handoff) return null;
  const Icon = handoff ? Headset : Ticket;
  return (
    <p className="mt-3 flex flex-wrap items-center gap-x-2.5 gap-y-1 rounded-xl bg-mist px-3 py-2 text-[0.875rem]">
      <Icon size={17} aria-hidden="true" className="shrink-0 text-river" />
      <span>{handoff ? texts.handoff[handoff.state] : ticket && texts.notes[ticket.state]}</span>
      {number && (
        <a
          href={hashOf({ name: 'tickets' })}
          className="font-semibold text-river tabular-nums underline underline-offset-4"
        >
          {number}
        </a>
      )}
    </p>
  );
}
