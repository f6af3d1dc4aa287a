import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';
import type { ChatApi } from '../conversation/chat-api.ts';
import { DecisionCall } from './decision-call.tsx';
import { DecisionSummary } from './decision-summary.tsx';
import { useDecision } from './use-decision.ts';

interface DecisionDialogProps {
  readonly api: ChatApi;
  readonly conversationId: string;
  readonly messageId: string;
  readonly onClose: () => void;
}

/** Shows operators how one answer came about. A modal `dialog`, so that focus and Escape are the browser's. */
export function DecisionDialog({ api, conversationId, messageId, onClose }: DecisionDialogProps) {
  const { decision: texts } = useTexts();
  const load = useDecision(api, conversationId, messageId);
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
      aria-labelledby="decision-title"
      className="mt-auto mb-0 ml-auto max-h-[92dvh] w-full max-w-full rounded-t-3xl bg-sheet text-ink backdrop:bg-black/40 sm:my-0 sm:mr-0 sm:h-dvh sm:max-h-dvh sm:w-[30rem] sm:rounded-none sm:rounded-l-3xl"
    >
      <div className="flex min-h-full flex-col gap-5 p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))] sm:p-6">
        <div className="flex items-start gap-2">
          <div className="flex-1">
            <h2 id="decision-title" className="font-serif text-xl font-bold">
              {texts.title}
            </h2>
            <p className="text-[0.8125rem] text-faint">{texts.subtitle}</p>
          </div>
          <button type="button" className="icon-button -mt-1 -mr-2" onClick={onClose} aria-label={texts.close}>
            <X size={19} aria-hidden="true" />
          </button>
        </div>
        {load.name === 'there' ? (
          <>
            <DecisionSummary decision={load.decision} />
            {load.decision.calls.map((call, index) => (
              <DecisionCall key={call.decisionId} call={call} number={index + 1} />
            ))}
            {load.decision.calls.length === 0 && <p className="text-faint">{texts.noCalls}</p>}
          </>
        ) : (
          <p role="status" className="text-faint">
            {texts[load.name]}
          </p>
        )}
      </div>
    </dialog>
  );
}
