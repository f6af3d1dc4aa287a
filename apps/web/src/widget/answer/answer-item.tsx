import { memo, useId, useState } from 'react';
import { Boat } from '../../shared/boat.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import type { ChatMessage } from '../conversation/chat-message.ts';
import type { CutShort } from '../conversation/conversation-state.ts';
import { readAnswer } from '../conversation/read-answer.ts';
import { AnswerActions } from './answer-actions.tsx';
import { AnswerEndingNote } from './answer-ending-note.tsx';
import type { Feedback } from './feedback-buttons.tsx';
import { SafeMarkdown } from './safe-markdown.tsx';
import { SourcesContext } from './sources-context.ts';
import { Sources } from './sources.tsx';
import { TicketNote } from './ticket-note.tsx';
import { WritingDots } from './writing-dots.tsx';

interface AnswerItemProps {
  readonly message: ChatMessage;
  readonly isLast: boolean;
  readonly isWriting: boolean;
  readonly cutShort: CutShort | undefined;
  readonly linkHosts: readonly string[];
  readonly onRegenerate: (messageId: string) => void;
  readonly onExplain: ((messageId: string) => void) | undefined;
  readonly onFeedback: (messageId: string, kind: Feedback) => Promise<void>;
  readonly onNote: (text: string) => void;
}

export const AnswerItem = memo(function AnswerItem(props: AnswerItemProps) {
  const { message, isLast, isWriting, cutShort, linkHosts, onRegenerate, onExplain, onFeedback, onNote } = props;
  const { transcript } = useTexts();
  const answer = readAnswer(message);
  const [openSource, setOpenSource] = useState<number>();
  const sources = { citations: answer.citations, open: openSource, onOpen: setOpenSource, id: useId() };
  const marks = isWriting ? 'all' : answer.citations.map(({ n }) => n).join(',');
  const isEmpty = answer.texts.length === 0 && answer.ending === 'complete';
  // Nothing to show yet: the waiting boat stands here.
  if (isEmpty && isWriting) return null;

  return (
    <li className="flex gap-3" aria-busy={isWriting}>
      <span className="mt-2 hidden sm:block">
        <Boat size={30} moves={isWriting} />
      </span>
      <div className="min-w-0 flex-1">
        <span className="sr-only">{transcript.desk}: </span>
        <div className="rounded-[1.25rem] rounded-tl-md border border-line bg-sheet px-4 py-3.5 sm:px-5">
          <SourcesContext value={sources}>
            {answer.texts.map((text, index) => (
              // Parts of one answer keep their order.
              <SafeMarkdown key={index} text={text} linkHosts={linkHosts} marks={marks} />
            ))}
          </SourcesContext>
          {isWriting && <WritingDots />}
          <AnswerEndingNote answer={answer} cutShort={cutShort} isWriting={isWriting} />
          <TicketNote ticket={answer.ticket} handoff={answer.handoff} />
          {answer.citations.length > 0 && <Sources {...sources} />}
        </div>
        {!isWriting && (
          <AnswerActions
            answer={answer}
            onRegenerate={isLast ? () => onRegenerate(message.id) : undefined}
            onExplain={onExplain && (() => onExplain(message.id))}
            onFeedback={kind => onFeedback(message.id, kind)}
            onNote={onNote}
          />
        )}
      </div>
    </li>
  );
});
