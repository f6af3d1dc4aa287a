import { FileText, MessageCircle, Ticket } from 'lucide-react';
import { useTexts } from '../../shared/texts-context.tsx';
import { hashOf, type Place } from './place.ts';
import { widthAt } from './width-at.ts';

interface PlacePickerProps {
  readonly here: Place;
  /** Names of the assistants that the server has. */
  readonly assistants: readonly string[];
}

/** Leads from one assistant to another, and to the customer's tickets. */
export function PlacePicker({ here, assistants }: PlacePickerProps) {
  const { places } = useTexts();
  const isAtReports = here.name === 'reports' || here.name === 'report';
  return (
    <nav aria-label={places.label} className="border-b border-line bg-paper/90">
      <ul className={`mx-auto flex gap-1 px-3 sm:px-5 ${widthAt(here)}`}>
        <PlaceLink
          to={{ name: 'support' }}
          text={places.support}
          Icon={MessageCircle}
          isHere={here.name === 'support'}
        />
        {assistants.includes('report') && (
          <PlaceLink to={{ name: 'reports' }} text={places.reports} Icon={FileText} isHere={isAtReports} />
        )}
        <PlaceLink to={{ name: 'tickets' }} text={places.tickets} Icon={Ticket} isHere={here.name === 'tickets'} />
      </ul>
    </nav>
  );
}

interface PlaceLinkProps {
  readonly to: Place;
  readonly text: string;
  readonly Icon: typeof Ticket;
  readonly isHere: boolean;
}

function PlaceLink({ to, text, Icon, isHere }: PlaceLinkProps) {
  return (
    <li>
      <a
        href={hashOf(to)}
        aria-current={isHere ? 'page' : undefined}
        className="flex h-11 items-center gap-1.5 border-b-2 border-transparent px-2.5 text-[0.9375rem] text-faint transition-colors hover:text-ink aria-[current]:border-river aria-[current]:font-semibold aria-[current]:text-ink"
      >
        <Icon size={16} aria-hidden="true" />
        {text}
      </a>
    </li>
  );
}
