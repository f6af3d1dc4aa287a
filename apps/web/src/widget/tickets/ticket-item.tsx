import type { TicketBody } from '@naru/api-contract';
import { useTexts } from '../../shared/texts-context.tsx';

const TONES: Readonly<Record<TicketBody['status'], string>> = {
  received: 'bg-mist text-river',
  in_progress: 'bg-lantern/20 text-ink',
  answered: 'bg-river text-on-river',
  closed: 'bg-line text-faint',
};

export function TicketItem({ ticket }: { readonly ticket: TicketBody }) {
  const { tickets: texts } = useTexts();
  const { ticket_no, status, category, severity, expected_first_response_minutes: minutes, title, created_at } = ticket;
  const facts = [category ?? texts.noCategory, severity === null ? texts.noSeverity : texts.severities[severity]];
  return (
    <li className="rounded-2xl border border-line bg-sheet px-4 py-3.5 sm:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className={`rounded-full px-2.5 py-0.5 text-[0.8125rem] font-semibold ${TONES[status]}`}>
          {texts.states[status]}
        </span>
        <span className="text-[0.8125rem] text-faint tabular-nums select-all">{ticket_no}</span>
        <time dateTime={created_at} className="ml-auto text-[0.8125rem] text-faint tabular-nums">
          {texts.at(new Date(created_at))}
        </time>
      </div>
      <p className="mt-1.5">{title}</p>
      <p className="mt-1 text-[0.8125rem] text-faint">
        {facts.join(' · ')}
        {minutes !== null && status === 'received' && ` · ${texts.expected(minutes)}`}
      </p>
    </li>
  );
}
