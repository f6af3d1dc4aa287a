import { LoadNotice } from '../../shared/load-notice.tsx';
import { useTexts } from '../../shared/texts-context.tsx';
import { useLoad } from '../../shared/use-load.ts';
import { hashOf } from '../places/place.ts';
import type { ReportsApi } from './reports-api.ts';

/** The reports that can be read and asked about. */
export default function ReportsScreen({ api }: { readonly api: ReportsApi }) {
  const { reports: texts } = useTexts();
  const [load, reload] = useLoad(api.list);
  return (
    <>
      <h2 className="font-serif text-2xl font-bold tracking-tight">{texts.title}</h2>
      <p className="mt-1 text-faint">{texts.about}</p>
      <LoadNotice load={load} loading={texts.loading} failed={texts.failed} onRetry={reload} />
      {load.name === 'there' && load.value.length === 0 && <p className="mt-4 text-faint">{texts.none}</p>}
      {load.name === 'there' && load.value.length > 0 && (
        <ul className="mt-5 flex flex-col gap-3">
          {load.value.map(({ id, title, headline, created_at }) => (
            <li key={id}>
              <a
                href={hashOf({ name: 'report', reportId: id })}
                className="block rounded-2xl border border-line bg-sheet px-4 py-3.5 transition-colors hover:border-river sm:px-5"
              >
                <span className="font-serif text-lg font-bold">{title}</span>
                <span className="mt-0.5 block">{headline}</span>
                <time dateTime={created_at} className="mt-1 block text-[0.8125rem] text-faint tabular-nums">
                  {texts.at(new Date(created_at))}
                </time>
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
