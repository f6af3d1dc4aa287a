import type { ReplayDifference } from '@naru/router';
import type { Paint } from '../../paint.ts';
import { textTable } from '../../text-table.ts';
import type { AgainstReport, ReplayedDecision, ReplayReport } from './replay-report.ts';

const MICROS = 1_000_000;

/** Many decisions, as `naru replay` prints them. */
export function showReplay(report: ReplayReport, currency: string, paint: Paint): string {
  const { replayed, same, notReplayable, changed } = report;
  if (replayed + notReplayable === 0) return 'No decision is on record there. Try a longer time: --since 7d';
  const verdict =
    changed.length === 0
      ? paint('green', `${same} of ${replayed} decisions come out as they were recorded.`)
      : paint(
          'red',
          `${changed.length} of ${replayed} decisions come out otherwise than recorded: ${shortList(changed)}`,
        );
  return [
    verdict,
    ...(notReplayable === 0
      ? []
      : [paint('yellow', `${notReplayable} cannot be made again: their configuration is forgotten.`)]),
    ...(report.against ? ['', ...againstLines(report.against, replayed, currency, paint)] : []),
  ].join('\n');
}

function againstLines(
  { differing, notComparable, providers, costMicros, predictedSuccess, differences }: AgainstReport,
  replayed: number,
  currency: string,
  paint: Paint,
): readonly string[] {
  const unknown =
    notComparable === 0
      ? []
      : [paint('yellow', `Of ${notComparable} nothing can be said: the other configuration has no such policy.`)];
  if (differing === 0) return [...unknown, `By the other configuration none of ${replayed} would have gone otherwise.`];
  const moves = providers.map(({ from, to, decisions }) => [from, to, String(decisions)]);
  return [
    ...unknown,
    paint('bold', `By the other configuration ${differing} of ${replayed} would have gone otherwise:`),
    `  price              ${signed(costMicros / MICROS, 6)} ${currency} in all, by the estimate`,
    `  predicted success  ${signed(predictedSuccess * 100, 2)} points on average`,
    ...(moves.length === 0
      ? []
      : [
          '',
          ...indented(
            textTable([{ title: 'FIRST' }, { title: 'INSTEAD' }, { title: 'DECISIONS', align: 'right' }], moves),
          ),
        ]),
    '',
    ...indented(
      textTable(
        [
          { title: 'DECISION' },
          { title: 'CHAIN' },
          { title: 'PRICE', align: 'right' },
          { title: 'SUCCESS', align: 'right' },
        ],
        differences.map(differenceRow),
      ),
    ),
    ...(differing > differences.length
      ? [paint('dim', `  … and ${differing - differences.length} more; all with --json`)]
      : []),
  ];
}

function differenceRow({ id, chain, costMicros, predictedSuccess }: ReplayDifference): readonly string[] {
  const chains = chain ? `${chain.from.join(' > ') || 'nobody'}  =>  ${chain.to.join(' > ') || 'nobody'}` : 'the same';
  const price = costMicros === undefined ? '?' : signed(costMicros / MICROS, 6);
  return [id, chains, price, signed(predictedSuccess * 100, 1)];
}

/** One decision, with each stage. */
export function showReplayed({ record, decision, isSame }: ReplayedDecision, paint: Paint): string {
  const { features } = record;
  const stages = decision.notes.map(({ stage, code, chain, detail }) => [
    `  ${stage}`,
    code,
    chain.join(' > '),
    detail === undefined ? '' : `(${detail})`,
  ]);
  return [
    paint('bold', `Decision ${record.id}, made ${new Date(record.atMs).toISOString()}`),
    `Policy ${features.policy}, ${features.mode}, intent ${features.intent ?? 'none'}, risk ${features.risk ?? 'normal'}, about ${features.needs.contextTokens} tokens`,
    `Recorded: ${record.chain.join(' > ') || 'nobody'} (${record.reasonCode})`,
    ...textTable([{ title: '  STAGE' }, { title: 'CODE' }, { title: 'CHAIN' }, { title: '' }], stages),
    isSame
      ? paint('green', 'It comes out the same.')
      : paint('red', `It comes out otherwise: ${decision.chain.join(' > ') || 'nobody'} (${decision.reasonCode})`),
  ].join('\n');
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map(line => `  ${line}`);
}

function shortList(ids: readonly string[]): string {
  return ids.length > 5 ? `${ids.slice(0, 5).join(', ')} …` : ids.join(', ');
}

function signed(value: number, digits: number): string {
  return `${value > 0 ? '+' : ''}${value.toFixed(digits)}`;
}
