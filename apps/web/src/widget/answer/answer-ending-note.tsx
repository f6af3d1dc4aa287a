import { CircleSlash, ShieldAlert } from 'lucide-react';
import { useTexts } from '../../shared/texts-context.tsx';
import type { CutShort } from '../conversation/conversation-state.ts';
import type { Answer } from '../conversation/read-answer.ts';
import { endingNoteOf } from './ending-note-of.ts';

interface AnswerEndingNoteProps {
  readonly answer: Answer;
  readonly cutShort: CutShort | undefined;
  readonly isWriting: boolean;
}

/** Says under the words that there would have been more, or that none may be shown. */
export function AnswerEndingNote({ answer, cutShort, isWriting }: AnswerEndingNoteProps) {
  const { answer: texts, problem } = useTexts();
  const { ending, guard } = answer;
  if (ending === 'blocked') {
    return (
      <p className="flex gap-2 text-[0.9375rem]">
        <ShieldAlert size={18} aria-hidden="true" className="mt-1 shrink-0 text-alarm" />
        {texts.blocked}
      </p>
    );
  }
  if (guard) {
    const title =
      guard.kind === 'cost' ? problem.titles.cost : guard.kind === 'time' ? problem.titles.delay : undefined;
    return <Note title={title} text={guard.message || texts.guarded} />;
  }
  if (isWriting) return null;
  const note = endingNoteOf(answer, cutShort);
  return note && <Note text={texts[note]} />;
}

function Note({ title, text }: { readonly title?: string | undefined; readonly text: string }) {
  return (
    <p className="mt-3 flex gap-2 border-t border-dashed border-line pt-2.5 text-[0.875rem] text-faint first:mt-0 first:border-0 first:pt-0">
      <CircleSlash size={16} aria-hidden="true" className="mt-1 shrink-0 text-lantern" />
      <span>
        {title && <strong className="mr-1.5 font-semibold text-ink">{title}</strong>}
        {text}
      </span>
    </p>
  );
}
