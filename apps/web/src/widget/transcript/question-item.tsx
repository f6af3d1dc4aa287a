import { memo } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';
import type { ChatMessage } from '../conversation/chat-message.ts';
import { questionText } from '../conversation/read-answer.ts';

interface QuestionItemProps {
  readonly message: ChatMessage;
  readonly isStopped: boolean;
  readonly onAskAgain: (() => void) | undefined;
}

export const QuestionItem = memo(function QuestionItem({ message, isStopped, onAskAgain }: QuestionItemProps) {
  const { transcript, answer, problem } = useTexts();
  return (
    <li className="flex flex-col items-end">
      <span className="sr-only">{transcript.you}: </span>
      <p className="arrives max-w-[86%] rounded-[1.25rem] rounded-br-md bg-bubble px-4 py-2.5 whitespace-pre-wrap text-on-bubble sm:max-w-[75%]">
        {questionText(message)}
      </p>
      {isStopped && (
        <p className="mt-1.5 flex items-center gap-1 text-[0.8125rem] text-faint">
          {answer.stopped}
          {onAskAgain && (
            <button type="button" className="quiet-button font-semibold text-river" onClick={onAskAgain}>
              {problem.retry}
            </button>
          )}
        </p>
      )}
    </li>
  );
});
