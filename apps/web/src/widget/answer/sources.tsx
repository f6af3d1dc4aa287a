import type { Citation } from '@naru/api-contract';
import { X } from 'lucide-react';
import { useTexts } from '../../shared/texts-context.tsx';
import type { OpenSources } from './sources-context.ts';

/** The sources of an answer: a chip each, and the words of the one that is open. */
export function Sources({ id, citations, open, onOpen }: OpenSources) {
  const { answer } = useTexts();
  const shown = citations.find(({ n }) => n === open);
  const close = (): void => {
    onOpen(undefined);
    // The button that was pressed is gone; its chip is where the reader was.
    if (shown) document.getElementById(chipId(id, shown.n))?.focus();
  };
  return (
    <div className="mt-4 border-t border-line pt-3">
      <h3 className="text-[0.8125rem] font-semibold text-faint">{answer.sources(citations.length)}</h3>
      <ul className="mt-2 flex flex-wrap gap-1.5">
        {citations.map(({ n, title }) => (
          <li key={n} className="min-w-0">
            <button
              type="button"
              id={chipId(id, n)}
              aria-expanded={n === open}
              aria-controls={id}
              onClick={() => onOpen(n === open ? undefined : n)}
              className={`flex min-h-8 max-w-full items-center gap-1.5 rounded-full border py-0.5 pr-3 pl-1 text-left text-[0.8125rem] leading-snug transition-colors ${n === open ? 'border-river bg-mist' : 'border-line hover:border-river'}`}
            >
              <span className="grid size-6 shrink-0 place-items-center rounded-full bg-mist text-xs font-bold text-river tabular-nums">
                <span className="sr-only">{answer.source(n)}</span>
                <span aria-hidden="true">{n}</span>
              </span>
              <span className="truncate">{title}</span>
            </button>
          </li>
        ))}
      </ul>
      <div id={id}>{shown && <SourceCard citation={shown} onClose={close} />}</div>
    </div>
  );
}

function SourceCard({ citation, onClose }: { readonly citation: Citation; readonly onClose: () => void }) {
  const { answer } = useTexts();
  return (
    <figure className="arrives mt-3 flex gap-2 rounded-xl bg-mist/60 p-4 pr-2">
      <div className="min-w-0 flex-1">
        <figcaption className="text-[0.9375rem] font-semibold">{citation.title}</figcaption>
        <blockquote className="mt-1.5 border-l-2 border-lantern pl-3 font-serif text-[0.9375rem] leading-relaxed whitespace-pre-line">
          {citation.quote}
        </blockquote>
      </div>
      <button type="button" className="icon-button -mt-2" onClick={onClose} aria-label={answer.closeSource}>
        <X size={17} aria-hidden="true" />
      </button>
    </figure>
  );
}

function chipId(id: string, number: number): string {
  return `${id}-${number}`;
}
