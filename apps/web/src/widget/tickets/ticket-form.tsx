import { useId, useState, type FormEvent } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';
import { refusalText } from './refusal-text.ts';
import type { TicketsApi } from './tickets-api.ts';

interface TicketFormProps {
  readonly api: TicketsApi;
  readonly onCreated: () => void;
}

type Sending =
  | { readonly name: 'idle' }
  | { readonly name: 'sending' }
  | { readonly name: 'done'; readonly text: string }
  | { readonly name: 'refused'; readonly text: string };

const LONGEST = 2_000;

export function TicketForm({ api, onCreated }: TicketFormProps) {
  const { tickets: texts } = useTexts();
  const [message, setMessage] = useState('');
  const [sending, setSending] = useState<Sending>({ name: 'idle' });
  const id = useId();

  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (message.trim() === '' || sending.name === 'sending') return;
    setSending({ name: 'sending' });
    try {
      const { ticket_no, reused } = await api.create(message.trim());
      setMessage('');
      setSending({ name: 'done', text: reused ? texts.reused(ticket_no) : texts.created(ticket_no) });
      onCreated();
    } catch (error) {
      setSending({ name: 'refused', text: refusalText(error) ?? texts.notCreated });
    }
  };

  return (
    <form className="mt-4" onSubmit={event => void send(event)}>
      <label htmlFor={id} className="text-[0.9375rem] text-faint">
        {texts.formLabel}
      </label>
      <textarea
        id={id}
        value={message}
        maxLength={LONGEST}
        rows={3}
        onChange={event => setMessage(event.target.value)}
        className="mt-1.5 block w-full resize-y rounded-2xl border border-line bg-sheet px-4 py-3 placeholder:text-faint"
      />
      <div className="mt-2 flex flex-wrap items-center gap-3">
        <button type="submit" className="main-button" disabled={message.trim() === '' || sending.name === 'sending'}>
          {texts.create}
        </button>
        {sending.name === 'done' && <p role="status">{sending.text}</p>}
        {sending.name === 'refused' && (
          <p role="alert" className="text-alarm">
            {sending.text}
          </p>
        )}
      </div>
    </form>
  );
}
