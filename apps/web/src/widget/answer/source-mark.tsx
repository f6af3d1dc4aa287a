import type { Citation } from '@naru/api-contract';
import { useTexts } from '../../shared/texts-context.tsx';

interface SourceMarkProps {
  readonly source: Citation;
  readonly isOpen: boolean;
  readonly sourcesId: string;
  readonly onOpen: (number: number) => void;
}

/** The small number behind a sentence; opens the card of its source. */
export function SourceMark({ source, isOpen, sourcesId, onOpen }: SourceMarkProps) {
  const { answer } = useTexts();
  return (
    <button
      type="button"
      onClick={() => onOpen(source.n)}
      aria-label={answer.openSource(source.n, source.title)}
      aria-expanded={isOpen}
      aria-controls={sourcesId}
      className={`relative mx-0.5 inline-grid h-[1.15rem] min-w-[1.15rem] place-items-center rounded-md px-1 align-[0.15em] text-[0.6875rem] leading-none font-bold tabular-nums transition-colors after:absolute after:-inset-1.5 ${isOpen ? 'bg-river text-on-river' : 'bg-mist text-river hover:bg-river hover:text-on-river'}`}
    >
      {source.n}
    </button>
  );
}
