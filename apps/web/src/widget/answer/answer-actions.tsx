import { Check, Copy, RotateCcw, Route } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';
import { answerText, type Answer } from '../conversation/read-answer.ts';
import { FeedbackButtons, type FeedbackButtonsProps } from './feedback-buttons.tsx';

interface AnswerActionsProps {
  readonly answer: Answer;
  readonly onRegenerate: (() => void) | undefined;
  readonly onExplain: (() => void) | undefined;
  readonly onFeedback: FeedbackButtonsProps['onFeedback'];
  readonly onNote: (text: string) => void;
}

const SHOWN_MS = 2_000;

export function AnswerActions({ answer, onRegenerate, onExplain, onFeedback, onNote }: AnswerActionsProps) {
  const { answer: texts, decision } = useTexts();
  const [isCopied, setIsCopied] = useState(false);

  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setIsCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(answerText(answer));
      setIsCopied(true);
      onNote(texts.copied);
    } catch {
      onNote(texts.copyFailed);
    }
  };

  return (
    <div className="mt-1.5 -ml-1 flex flex-wrap items-center gap-0.5">
      {answer.texts.length > 0 && (
        <button
          type="button"
          className="quiet-button"
          onClick={() => void copy()}
          aria-label={texts.copy}
          title={texts.copy}
        >
          {isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
        </button>
      )}
      {answer.texts.length > 0 && <FeedbackButtons onFeedback={onFeedback} onNote={onNote} />}
      {onRegenerate && (
        <button type="button" className="quiet-button" onClick={onRegenerate}>
          <RotateCcw size={16} aria-hidden="true" />
          {texts.regenerate}
        </button>
      )}
      {onExplain && (
        <button type="button" className="quiet-button" onClick={onExplain} aria-haspopup="dialog">
          <Route size={16} aria-hidden="true" />
          {decision.title}
        </button>
      )}
    </div>
  );
}
