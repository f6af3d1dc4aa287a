import type { LedgerReport } from '@naru/api-contract';
import type { Paint } from '../paint.ts';
import { textTable } from '../text-table.ts';

const UNNAMED = '(none)';

/** The ledger as `naru ledger` prints it. */
export function showLedger({ by, since, until, currency, lines, total }: LedgerReport, paint: Paint): string {
  const span = paint('dim', `${since} to ${until}`);
  if (lines.length === 0) return `Nothing was tried.\n${span}`;
  const [head = '', ...rows] = textTable(
    [
      { title: by.toUpperCase() },
      { title: `COST ${currency}`, align: 'right' },
      { title: 'SHARE', align: 'right' },
      { title: 'CALLS', align: 'right' },
      { title: 'ATTEMPTS', align: 'right' },
      { title: 'FAILED', align: 'right' },
      { title: 'TOKENS IN', align: 'right' },
      { title: 'CACHED', align: 'right' },
      { title: 'TOKENS OUT', align: 'right' },
    ],
    [
      ...lines.map(line => [
        line.key ?? UNNAMED,
        line.cost.toFixed(4),
        total.cost === 0 ? '-' : `${((line.cost / total.cost) * 100).toFixed(1)} %`,
        figure(line.decisions),
        figure(line.attempts),
        figure(line.failures),
        figure(line.input_tokens),
        figure(line.cache_read_tokens),
        figure(line.output_tokens),
      ]),
      [
        'total',
        total.cost.toFixed(4),
        '',
        '',
        figure(total.attempts),
        figure(total.failures),
        figure(total.input_tokens),
        figure(total.cache_read_tokens),
        figure(total.output_tokens),
      ],
    ],
  );
  const notes = [
    ...(total.unpriced > 0 ? [`${figure(total.unpriced)} attempts have no price and cost nothing here.`] : []),
    ...(total.estimated > 0 ? [`The tokens of ${figure(total.estimated)} attempts are estimated.`] : []),
  ];
  const sum = rows.pop() ?? '';
  return [paint('bold', head), ...rows, paint('bold', sum), '', ...notes.map(note => paint('yellow', note)), span].join(
    '\n',
  );
}

function figure(value: number): string {
  return value.toLocaleString('en-US');
}
