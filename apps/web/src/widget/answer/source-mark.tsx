import { useContext, type ReactNode } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';
import { SourcesContext } from './sources-context.ts';

interface SourceMarkProps {
  readonly children?: ReactNode;
  /** Set by `citationMarks`, as text. */
  readonly 'data-source'?: string;
}

/** The small number behind a sentence; opens the card of its source. */
export function SourceMark({ children, 'data-source': number }: SourceMarkProps) {
  const { answer } = useTexts();
  const { citations, open, onOpen, id } = useContext(SourcesContext);
  const source = citations.find(({ n }) => String(n) === number);
  if (!source) return <span className="text-xs font-bold text-faint">{children}</span>;
  const isOpen = source.n === open;
  return (
    <button
      type="button"
      onClick={() => onOpen(isOpen ? undefined : source.n)}
      aria-label={answer.openSource(source.n, source.title)}
      aria-expanded={isOpen}
      aria-controls={id}
      className={`relative mx-0.5 inline-grid h-[1.15rem] min-w-[1.15rem] place-items-center rounded-md px-1 align-[0.15em] text-[0.6875rem] leading-none font-bold tabular-nums transition-colors after:absolute after:-inset-1.5 ${isOpen ? 'bg-river text-on-river' : 'bg-mist text-river hover:bg-river hover:text-on-river'}`}
    >
      {source.n}
    </button>
  );
}
