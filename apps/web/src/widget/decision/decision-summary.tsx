import type { DecisionPanel } from '@naru/api-contract';
import { useTexts } from '../../shared/texts-context.tsx';
import { costText } from './decision-words.ts';

export function DecisionSummary({ decision }: { readonly decision: DecisionPanel }) {
  const { decision: texts } = useTexts();
  const { provider, model, intent, risk, isFallback, usage, costMicros, currency } = decision;
  const rows: readonly (readonly [string, string])[] = [
    [texts.provider, provider ?? '–'],
    [texts.model, model ?? '–'],
    [texts.intent, `${intent ?? '–'}${risk === 'high' ? ` · ${texts.highRisk}` : ''}`],
    [texts.cost, costText(costMicros, currency)],
  ];
  return (
    <section className="rounded-2xl bg-mist/60 p-4">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3">
        {rows.map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="text-[0.9375rem] font-semibold break-words">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-[0.8125rem] text-faint tabular-nums">
        {usage && texts.tokens(usage.inputTokens, usage.outputTokens, usage.estimated)}
        {isFallback && <span className="ml-2 text-alarm">{texts.failover}</span>}
      </p>
    </section>
  );
}
