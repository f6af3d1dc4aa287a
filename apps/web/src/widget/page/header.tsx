import { Moon, SquarePen, Sun, UserRound } from 'lucide-react';
import { Boat } from '../../shared/boat.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import type { Phase } from '../conversation/conversation-state.ts';
import type { Place } from '../places/place.ts';
import { PlacePicker } from '../places/place-picker.tsx';
import { widthAt } from '../places/width-at.ts';
import { useOnline } from './use-online.ts';

/** What the head of the page offers in every place. */
export interface HeaderControls {
  readonly here: Place;
  readonly assistants: readonly string[];
  readonly theme: { readonly dark: boolean; readonly toggle: () => void };
  readonly onOtherLanguage: () => void;
  /** Missing where the page cannot sign anybody in. */
  readonly onSignIn: (() => void) | undefined;
}

interface HeaderProps {
  readonly controls: HeaderControls;
  readonly phase: Phase;
  /** Missing where there is nothing to begin anew. */
  readonly onNewConversation: (() => void) | undefined;
}

export function Header({ controls, phase, onNewConversation }: HeaderProps) {
  const { here, assistants, theme, onOtherLanguage, onSignIn } = controls;
  const { header, shop } = useTexts();
  const online = useOnline();
  return (
    <>
      <header className="border-b border-line bg-paper/90 pt-[env(safe-area-inset-top)]">
        <div className={`mx-auto flex h-16 items-center gap-2.5 px-4 sm:gap-3 sm:px-6 ${widthAt(here)}`}>
          <Boat size={36} />
          <div className="min-w-0 flex-1 leading-tight">
            <h1 className="truncate font-serif text-[1.1875rem] font-bold tracking-tight">
              {shop.name} <span className="font-sans text-sm font-normal text-faint">{shop.desk}</span>
            </h1>
            <Status phase={phase} online={online} />
          </div>
          <div className="-mr-2 flex shrink-0">
            <button
              type="button"
              className="icon-button"
              onClick={onNewConversation}
              disabled={!onNewConversation}
              aria-label={header.newConversation}
              title={header.newConversation}
            >
              <SquarePen size={19} aria-hidden="true" className={onNewConversation ? '' : 'opacity-35'} />
            </button>
            {onSignIn && (
              <button
                type="button"
                className="icon-button"
                onClick={onSignIn}
                aria-haspopup="dialog"
                aria-label={header.customer}
                title={header.customer}
              >
                <UserRound size={19} aria-hidden="true" />
              </button>
            )}
            <button
              type="button"
              className="icon-button text-[0.8125rem] font-semibold"
              onClick={onOtherLanguage}
              title={header.otherLanguage}
            >
              {header.otherLanguageShort}
              <span className="sr-only"> · {header.otherLanguage}</span>
            </button>
            <button
              type="button"
              className="icon-button"
              onClick={theme.toggle}
              aria-label={theme.dark ? header.toLight : header.toDark}
              title={theme.dark ? header.toLight : header.toDark}
            >
              {theme.dark ? <Sun size={19} aria-hidden="true" /> : <Moon size={19} aria-hidden="true" />}
            </button>
          </div>
        </div>
      </header>
      <PlacePicker here={here} assistants={assistants} />
    </>
  );
}

function Status({ phase, online }: { readonly phase: Phase; readonly online: boolean }) {
  const { status } = useTexts();
  const [text, dot] = statusOf(phase, online);
  return (
    <p className="mt-0.5 flex items-center gap-1.5 text-[0.8125rem] text-faint">
      <span className={`size-2 rounded-full ${dot}`} aria-hidden="true" />
      {status[text]}
    </p>
  );
}

function statusOf(phase: Phase, online: boolean): ['ready' | 'answering' | 'offline' | 'reconnecting', string] {
  if (!online || phase === 'offline') return ['offline', 'bg-alarm'];
  if (phase === 'reconnecting') return ['reconnecting', 'bg-lantern'];
  if (phase === 'answering') return ['answering', 'bg-lantern'];
  return ['ready', 'bg-river'];
}
