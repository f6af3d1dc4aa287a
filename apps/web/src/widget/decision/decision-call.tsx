import type { DecisionPanel } from '@naru/api-contract';
import { useTexts } from '../../shared/texts-context.tsx';
import { changedChain, durationText, reasonSentence, wordFor } from './decision-words.ts';

type Call = DecisionPanel['calls'][number];

/** One model call: why this provider, what each stage left of the chain, and what was tried. */
export function DecisionCall({ call, number }: { readonly call: Call; readonly number: number }) {
  const { decision: texts } = useTexts();
  const dropped = call.candidates.filter(({ kept }) => !kept);
  return (
    <section className="flex flex-col gap-4 border-t border-line pt-4 text-[0.875rem]">
      <div>
        <h3 className="font-semibold">{texts.call(number)}</h3>
        <p className="text-faint">{reasonSentence(texts, call.reasonCode)}</p>
      </div>
      <Table caption={texts.attempts} head={[texts.provider, texts.outcome, texts.firstToken, texts.duration]}>
        {call.attempts.map((attempt, index) => (
          <tr key={index}>
            <td className="font-semibold">{attempt.provider}</td>
            <td className={attempt.outcome === 'ok' ? 'text-river' : 'text-alarm'}>
              {wordFor(texts.outcomes, attempt.outcome)}
              {attempt.status !== null && attempt.outcome !== 'ok' && ` ${attempt.status}`}
            </td>
            <td className="tabular-nums">{durationText(attempt.firstTokenMs)}</td>
            <td className="tabular-nums">{durationText(attempt.durationMs)}</td>
          </tr>
        ))}
      </Table>
      <Table caption={texts.stages} head={[texts.stage, texts.note, texts.chain]}>
        {changedChain(call.stages).map(({ stage, changed }) => (
          <tr key={stage.stage} className={changed ? '' : 'text-faint'}>
            <td className={changed ? 'font-semibold' : ''}>{wordFor(texts.stageNames, stage.stage)}</td>
            <td title={stage.detail ?? stage.code}>{wordFor(texts.stageNotes, stage.code)}</td>
            <td>{stage.chain.join(' → ') || texts.empty}</td>
          </tr>
        ))}
      </Table>
      {dropped.length > 0 && (
        <div>
          <h4 className="text-xs font-semibold text-faint">{texts.dropped}</h4>
          <ul className="mt-1">
            {dropped.map(({ alias, droppedBy, why }) => (
              <li key={alias}>
                <strong className="font-semibold">{alias}</strong>
                {droppedBy && ` · ${wordFor(texts.stageNames, droppedBy)}`}
                {why && ` · ${why}`}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

interface TableProps {
  readonly caption: string;
  readonly head: readonly string[];
  readonly children: React.ReactNode;
}

function Table({ caption, head, children }: TableProps) {
  return (
    <table className="w-full border-collapse text-left [&_td]:border-t [&_td]:border-line [&_td]:py-1.5 [&_td]:pr-2 [&_td]:align-top [&_td]:break-words">
      <caption className="mb-1 text-left text-xs font-semibold text-faint">{caption}</caption>
      <thead>
        <tr className="text-xs text-faint">
          {head.map(name => (
            <th key={name} scope="col" className="py-1 pr-2 font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
