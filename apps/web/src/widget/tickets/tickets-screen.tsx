import { LoadNotice } from '../../shared/load-notice.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import { useLoad } from '../../shared/use-load.ts';
import { TicketForm } from './ticket-form.tsx';
import { TicketItem } from './ticket-item.tsx';
import type { TicketsApi } from './tickets-api.ts';

interface TicketsScreenProps {
  readonly api: TicketsApi;
  /** Missing where the page cannot sign anybody in. */
  readonly onSignIn: (() => void) | undefined;
}

/** The customer's tickets with their states, and a way to open one without a chat. */
export default function TicketsScreen({ api, onSignIn }: TicketsScreenProps) {
  const { tickets: texts } = useTexts();
  const [load, reload] = useLoad(api.list);
  return (
    <>
      <h2 className="font-serif text-2xl font-bold tracking-tight">{texts.title}</h2>
      <LoadNotice load={load} loading={texts.loading} failed={texts.failed} onRetry={reload} />
      {load.name === 'there' && load.value === 'signed-out' && (
        <div className="mt-4">
          <p className="text-faint">{texts.signedOut}</p>
          {onSignIn && (
            <button type="button" className="main-button mt-4" onClick={onSignIn}>
              {texts.signIn}
            </button>
          )}
        </div>
      )}
      {load.name === 'there' && load.value !== 'signed-out' && (
        <>
          <TicketForm api={api} onCreated={reload} />
          {load.value.length === 0 ? (
            <p className="mt-6 text-faint">{texts.none}</p>
          ) : (
            <ol className="mt-6 flex flex-col gap-3">
              {load.value.map(ticket => (
                <TicketItem key={ticket.ticket_no} ticket={ticket} />
              ))}
            </ol>
          )}
        </>
      )}
    </>
  );
}
