import { ArrowLeft } from 'lucide-react';
import { useCallback } from 'react';
import { LoadNotice } from '../../shared/load-notice.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import { useLoad } from '../../shared/use-load.ts';
import { SafeMarkdown } from '../answer/safe-markdown.tsx';
import { hashOf } from '../places/place.ts';
import type { ReportsApi } from './reports-api.ts';

interface ReportArticleProps {
  readonly api: ReportsApi;
  readonly reportId: string;
  readonly linkHosts: readonly string[];
}

/** One report, to be read beside its conversation. */
export default function ReportArticle({ api, reportId, linkHosts }: ReportArticleProps) {
  const { reports: texts } = useTexts();
  const [load, reload] = useLoad(useCallback(() => api.find(reportId), [api, reportId]));
  const report = load.name === 'there' ? load.value : undefined;
  return (
    <article className="px-4 py-5 sm:px-6" aria-labelledby="report-title">
      <a href={hashOf({ name: 'reports' })} className="quiet-button -ml-2">
        <ArrowLeft size={16} aria-hidden="true" />
        {texts.back}
      </a>
      <LoadNotice load={load} loading={texts.loading} failed={texts.failed} onRetry={reload} />
      {load.name === 'there' && !report && <p className="mt-3">{texts.gone}</p>}
      {report && (
        <>
          <h2 id="report-title" className="mt-2 font-serif text-2xl leading-snug font-bold tracking-tight">
            {report.title}
          </h2>
          <p className="mt-1 text-lg">{report.headline}</p>
          <time dateTime={report.created_at} className="mt-1 block text-[0.8125rem] text-faint tabular-nums">
            {texts.at(new Date(report.created_at))}
          </time>
          <div className="mt-4 rounded-2xl bg-mist px-4 py-3.5">
            <SafeMarkdown text={report.summary} linkHosts={linkHosts} marks="" />
          </div>
          {report.sections.map(({ heading, body }) => (
            <section key={heading} className="mt-6">
              <h3 className="font-serif text-lg font-bold">{heading}</h3>
              <div className="mt-1.5">
                <SafeMarkdown text={body} linkHosts={linkHosts} marks="" />
              </div>
            </section>
          ))}
        </>
      )}
    </article>
  );
}
