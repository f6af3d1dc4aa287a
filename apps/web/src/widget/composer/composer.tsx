import { ArrowUp, Square } from 'lucide-react';
import { useEffect, useLayoutEffect, useState, type RefObject } from 'react';
import type { TextStorage } from '../../shared/browser-storage.ts';
import { useTexts } from '../../shared/texts-context.tsx';
import { readDraft, writeDraft } from './draft.ts';
import { roomIn } from './message-length.ts';
import { useComposerKeys } from './use-composer-keys.ts';

interface ComposerProps {
  readonly id: string;
  readonly box: RefObject<HTMLTextAreaElement | null>;
  readonly tab: TextStorage;
  readonly conversationId: string;
  readonly maxChars: number;
  readonly takesFocus: boolean;
  /** An answer is under way: there is something to stop. */
  readonly isBusy: boolean;
  readonly isReady: boolean;
  readonly onSend: (text: string) => void;
  readonly onStop: () => void;
}

const TALLEST_PX = 180;

export function Composer(props: ComposerProps) {
  const { id, box, tab, conversationId, maxChars, takesFocus, isBusy, isReady, onSend, onStop } = props;
  const { composer } = useTexts();
  const [text, setText] = useState(() => readDraft(tab, conversationId));
  const room = roomIn(text, maxChars);
  const canSend = isReady && text.trim() !== '' && room.kind !== 'over';

  useEffect(() => writeDraft(tab, conversationId, text), [tab, conversationId, text]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, TALLEST_PX)}px`;
  }, [box, text, isBusy]);

  const send = (): void => {
    // What stands in the box, not in the state: the last syllable may be in the one and not yet in the other.
    const value = box.current?.value ?? text;
    if (!isReady || value.trim() === '' || roomIn(value, maxChars).kind === 'over') return;
    setText('');
    onSend(value);
  };
  const stop = (): void => {
    onStop();
    box.current?.focus();
  };
  useComposerKeys(box, { send, stop: isBusy ? stop : undefined });

  return (
    <form
      className="mx-auto w-full max-w-3xl px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6"
      onSubmit={event => {
        event.preventDefault();
        send();
      }}
    >
      <div className="flex items-end gap-2 rounded-[1.625rem] border border-line bg-sheet py-1.5 pr-1.5 pl-5 shadow-[0_6px_24px_-12px_rgb(0_0_0/0.25)] transition-colors focus-within:border-river">
        <label htmlFor={id} className="sr-only">
          {composer.label}
        </label>
        <textarea
          id={id}
          ref={box}
          value={text}
          onChange={event => setText(event.target.value)}
          autoFocus={takesFocus}
          rows={1}
          autoComplete="off"
          enterKeyHint="send"
          placeholder={isBusy ? composer.placeholderBusy : composer.placeholder}
          aria-describedby={`${id}-room`}
          aria-invalid={room.kind === 'over'}
          className="min-h-11 flex-1 resize-none bg-transparent py-2.5 leading-6 outline-none placeholder:text-faint"
        />
        {isBusy ? (
          <button
            type="button"
            onClick={stop}
            aria-label={composer.stop}
            title={`${composer.stop} (Esc)`}
            className="grid size-11 shrink-0 place-items-center rounded-full bg-ink text-paper"
          >
            <Square size={15} fill="currentColor" aria-hidden="true" />
          </button>
        ) : (
          <button
            type="submit"
            disabled={!canSend}
            aria-label={composer.send}
            title={composer.send}
            className="grid size-11 shrink-0 place-items-center rounded-full bg-river text-on-river transition-colors hover:bg-river-deep disabled:bg-mist disabled:text-faint"
          >
            <ArrowUp size={20} strokeWidth={2.4} aria-hidden="true" />
          </button>
        )}
      </div>
      <p id={`${id}-room`} className="mt-2 flex min-h-5 justify-between gap-4 px-2 text-xs leading-5 text-faint">
        {room.kind === 'plenty' && <span className="mx-auto text-center">{composer.disclaimer}</span>}
        {room.kind === 'near' && <span className="ml-auto tabular-nums">{composer.left(room.left)}</span>}
        {room.kind === 'over' && (
          <span className="ml-auto font-semibold text-alarm tabular-nums">{composer.tooLong(room.excess)}</span>
        )}
      </p>
    </form>
  );
}
