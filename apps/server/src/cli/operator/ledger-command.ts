import { LEDGER_GROUPS, type LedgerReport } from '@naru/api-contract';
import { systemClock } from '@naru/kernel';
import { Option, type Command } from 'commander';
import { ledgerReport, type LedgerQuestion } from '../../ledger/ledger-report.ts';
import type { CommandWorld } from '../command-world.ts';
import { paintFor } from '../paint.ts';
import type { OperatorOptions } from './operator-client.ts';
import { parseInstant } from './parse-instant.ts';
import { withServerOrStores } from './server-or-stores.ts';
import { showLedger } from './show-ledger.ts';

interface LedgerOptions extends OperatorOptions {
  readonly by: (typeof LEDGER_GROUPS)[number];
  readonly since?: number;
  readonly until?: number;
}

const LINES = 100;
const DAY_MS = 86_400_000;
const DAYS_BY_DAY = 14;

/** `naru ledger`: what was tried and spent, added up (R-COST-2). */
export function addLedgerCommand(program: Command, world: CommandWorld): void {
  const instant = (text: string): number => parseInstant(text, systemClock.now());
  program
    .command('ledger')
    .description('What was tried and spent, added up')
    .addOption(new Option('--by <what>', 'added up by').choices([...LEDGER_GROUPS]).default('provider'))
    .option('--since <time>', 'from when on: 30m, 6h, 7d, a day or an instant (default: 1d; by day: 14d)', instant)
    .option('--until <time>', 'before when, likewise (default: now)', instant)
    .option('--url <url>', "the server's internal address; default: that of the data directory")
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN. Without a running server the database is opened here.\n\nExamples:\n  naru ledger --since 7d\n  naru ledger --by day\n  naru ledger --by tenant --since 2026-11-01 --json | jq .total.cost',
    )
    .action(({ by, since, until, url, json }: LedgerOptions) => {
      const untilMs = until ?? systemClock.now() + 1;
      const sinceMs = since ?? untilMs - (by === 'day' ? DAYS_BY_DAY : 1) * DAY_MS;
      return withServerOrStores<LedgerReport>(
        world,
        { ...(url !== undefined && { url }), ...(json !== undefined && { json }) },
        {
          overServer: call =>
            call('GET', `/internal/ledger?${queryOf({ by, sinceMs, untilMs, limit: LINES })}`) as Promise<LedgerReport>,
          overStores: (stores, { currency, routing }) =>
            ledgerReport(
              { by, sinceMs, untilMs, limit: LINES },
              { totals: stores.ledgerTotals, currency, dayOffsetMs: routing.budgetDayOffsetMs ?? 0 },
            ),
        },
        report => showLedger(report, paintFor(world)),
      );
    });
}

function queryOf({ by, sinceMs, untilMs, limit }: LedgerQuestion): URLSearchParams {
  const [since, until] = [sinceMs, untilMs].map(atMs => new Date(atMs).toISOString());
  return new URLSearchParams({ by, since: since ?? '', until: until ?? '', limit: String(limit) });
}
