import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useTexts } from '../../shared/texts-context.tsx';
import type { ReportsApi } from './reports-api.ts';

const ReportArticle = lazy(() => import('./report-article.tsx'));

interface ReportBesideProps {
  readonly api: ReportsApi;
  readonly reportId: string;
  readonly linkHosts: readonly string[];
  /** The conversation about it. */
  readonly children: ReactNode;
}

/** Report and conversation side by side; on a narrow screen one of them, by choice. */
export function ReportBeside({ api, reportId, linkHosts, children }: ReportBesideProps) {
  const { reports: texts } = useTexts();
  const [shown, setShown] = useState<'report' | 'chat'>('report');
  const hiddenWhenNarrow = (side: 'report' | 'chat'): string => (shown === side ? '' : 'max-lg:hidden');
  return (
    <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] lg:grid-cols-[minmax(0,1.1fr)_minmax(0,1fr)] lg:grid-rows-[minmax(0,1fr)]">
      <div role="group" aria-label={texts.sides} className="flex gap-1 border-b border-line px-3 py-1.5 lg:hidden">
        {(['report', 'chat'] as const).map(side => (
          <button
            key={side}
            type="button"
            aria-pressed={shown === side}
            onClick={() => setShown(side)}
            className="quiet-button h-10 px-4 text-[0.9375rem] aria-pressed:bg-mist aria-pressed:font-semibold aria-pressed:text-ink"
          >
            {texts[side]}
          </button>
        ))}
      </div>
      <div
        tabIndex={0}
        className={`min-h-0 overflow-y-auto -outline-offset-2 lg:border-r lg:border-line ${hiddenWhenNarrow('report')}`}
      >
        <div className="mx-auto max-w-3xl">
          <Suspense>
            <ReportArticle api={api} reportId={reportId} linkHosts={linkHosts} />
          </Suspense>
        </div>
      </div>
      <div className={`min-h-0 ${hiddenWhenNarrow('chat')}`}>{children}</div>
    </div>
  );
}
