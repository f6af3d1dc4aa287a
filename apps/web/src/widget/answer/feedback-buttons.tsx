import type { FeedbackRequestBody } from '@naru/api-contract';
import { CircleCheck, ThumbsDown, ThumbsUp } from 'lucide-react';
import { useState } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';

export type Feedback = FeedbackRequestBody['kind'];

export interface FeedbackButtonsProps {
  readonly onFeedback: (kind: Feedback) => Promise<void>;
  readonly onNote: (text: string) => void;
}

const KINDS = [
  ['up', ThumbsUp],
  ['down', ThumbsDown],
  ['resolved', CircleCheck],
] as const;

/** What the customer thinks of an answer. The last press counts. */
export function FeedbackButtons({ onFeedback, onNote }: FeedbackButtonsProps) {
  const { feedback: texts } = useTexts();
  const [chosen, setChosen] = useState<Feedback>();

  const choose = async (kind: Feedback): Promise<void> => {
    const before = chosen;
    setChosen(kind);
    try {
      await onFeedback(kind);
      onNote(texts.thanks);
    } catch {
      setChosen(before);
      onNote(texts.failed);
    }
  };

  return KINDS.map(([kind, Icon]) => (
    <button
      key={kind}
      type="button"
      className="quiet-button aria-pressed:text-river"
      aria-pressed={chosen === kind}
      aria-label={texts[kind]}
      title={texts[kind]}
      onClick={() => void choose(kind)}
    >
      <Icon size={16} aria-hidden="true" fill={chosen === kind && kind !== 'resolved' ? 'currentColor' : 'none'} />
      {kind === 'resolved' && texts.resolved}
    </button>
  ));
}
