import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';

interface SideSheetProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** Slides over the page from the side, on a phone from below. A modal `dialog`: focus and Escape are the browser's. */
export function SideSheet({ title, subtitle, closeLabel, onClose, children }: SideSheetProps) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      onClick={event => event.target === dialog.current && onClose()}
      aria-labelledby={titleId}
      className="mt-auto mb-0 ml-auto max-h-[92dvh] w-full max-w-full rounded-t-3xl bg-sheet text-ink backdrop:bg-black/40 sm:my-0 sm:mr-0 sm:h-dvh sm:max-h-dvh sm:w-[30rem] sm:rounded-none sm:rounded-l-3xl"
    >
      <div className="flex min-h-full flex-col gap-5 p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] sm:p-6">
        <div className="flex items-start gap-2">
          <div className="flex-1">
            <h2 id={titleId} className="font-serif text-xl font-bold">
              {title}
            </h2>
            {subtitle !== undefined && <p className="text-[0.8125rem] text-faint">{subtitle}</p>}
          </div>
          <button type="button" className="icon-button -mt-1 -mr-2" onClick={onClose} aria-label={closeLabel}>
            <X size={19} aria-hidden="true" />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
