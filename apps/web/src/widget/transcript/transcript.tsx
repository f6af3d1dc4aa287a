import { ArrowDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStickToBottom } from 'use-stick-to-bottom';
import { useTexts } from '../../shared/texts-context.tsx';
import type { Feedback } from '../answer/feedback-buttons.tsx';
import { AnswerItem } from '../answer/answer-item.tsx';
import type { ConversationView } from '../conversation/use-conversation.ts';
import { QuestionItem } from './question-item.tsx';
import { WaitingItem } from './waiting-item.tsx';

interface TranscriptProps {
  readonly view: ConversationView;
  readonly linkHosts: readonly string[];
  readonly onRegenerate: (messageId: string) => void;
  readonly onAskAgain: () => void;
  readonly onExplain: ((messageId: string) => void) | undefined;
  readonly onFeedback: (messageId: string, kind: Feedback) => Promise<void>;
  readonly onNote: (text: string) => void;
  readonly welcome: ReactNode;
  /** What stands under the last message. */
  readonly children: ReactNode;
}

export function Transcript(props: TranscriptProps) {
  const { view, linkHosts, onRegenerate, onAskAgain, onExplain, onFeedback, onNote, welcome, children } = props;
  const { messages, phase, progress, problem, cutShort } = view;
  const { transcript } = useTexts();
  const { scrollRef, contentRef, isAtBottom, scrollToBottom } = useStickToBottom({
    initial: 'instant',
    resize: window.matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth',
  });
  const isBusy = phase !== 'idle' && phase !== 'loading';
  const last = messages.at(-1);
  const hasWords = last?.role === 'assistant' && last.parts.some(part => part.type === 'text');
  const isWaiting = isBusy && (!hasWords || phase !== 'answering');

  if (messages.length === 0 && phase === 'idle' && !problem) {
    return (
      <main className="min-h-0 overflow-y-auto">
        <div className="mx-auto h-full max-w-3xl px-4 sm:px-6">{welcome}</div>
      </main>
    );
  }

  return (
    <main className="relative min-h-0">
      <section
        ref={scrollRef}
        role="log"
        aria-live="off"
        aria-label={transcript.label}
        tabIndex={0}
        className="h-full overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2"
      >
        <div ref={contentRef} className="mx-auto flex min-h-full max-w-3xl flex-col px-4 py-6 sm:px-6">
          {messages.length === 0 && phase === 'loading' && <p className="sr-only">{transcript.loading}</p>}
          <ol className="flex flex-col gap-6">
            {messages.map(message =>
              message.role === 'user' ? (
                <QuestionItem
                  key={message.id}
                  message={message}
                  isStopped={cutShort.has(message.id)}
                  onAskAgain={message === last && !isBusy ? onAskAgain : undefined}
                />
              ) : (
                <AnswerItem
                  key={message.id}
                  message={message}
                  isLast={message === last}
                  isWriting={isBusy && message === last}
                  cutShort={cutShort.get(message.id)}
                  linkHosts={linkHosts}
                  onRegenerate={onRegenerate}
                  onExplain={onExplain}
                  onFeedback={onFeedback}
                  onNote={onNote}
                />
              ),
            )}
            {isWaiting && <WaitingItem phase={phase} progress={progress} />}
          </ol>
          {children}
        </div>
      </section>
      {!isAtBottom && messages.length > 0 && (
        <button
          type="button"
          onClick={() => void scrollToBottom()}
          aria-label={transcript.toLatest}
          title={transcript.toLatest}
          className="arrives absolute bottom-3 left-1/2 grid size-10 -translate-x-1/2 place-items-center rounded-full border border-line bg-sheet text-ink shadow-md hover:text-river"
        >
          <ArrowDown size={19} aria-hidden="true" />
        </button>
      )}
    </main>
  );
}
