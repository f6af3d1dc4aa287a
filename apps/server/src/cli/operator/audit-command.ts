import type { AuditEntry } from '@naru/api-contract';
import { InvalidArgumentError, type Command } from 'commander';
import type { CommandWorld } from '../command-world.ts';
import { paintFor, type Paint } from '../paint.ts';
import { textTable } from '../text-table.ts';
import { withServer, type OperatorCall, type OperatorOptions } from './operator-client.ts';
import { showAct } from './show-providers.ts';

const PAGE = 500;
const USUAL = 20;
const MOST = 100_000;

interface AuditPage {
  readonly entries: readonly AuditEntry[];
  readonly next_cursor: string | null;
}

/** `naru audit`: what operators have done, newest first (R-OPS-1). */
export function addAuditCommand(program: Command, world: CommandWorld): void {
  program
    .command('audit')
    .description('What operators have done, newest first')
    .option('--limit <count>', 'how many', parseLimit, USUAL)
    .option('--url <url>', "the server's internal address; default: that of the data directory")
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN.\n\nExamples:\n  naru audit\n  naru audit --limit 1000 --json | jq \'.[] | select(.author == "kim")\'',
    )
    .action(({ limit, ...options }: OperatorOptions & { readonly limit: number }) =>
      withServer(
        world,
        options,
        call => fetchAudit(call, limit),
        entries => showAudit(entries, paintFor(world)),
      ),
    );
}

async function fetchAudit(call: OperatorCall, limit: number): Promise<readonly AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for (let cursor: string | null = ''; cursor !== null && entries.length < limit;) {
    const size = Math.min(PAGE, limit - entries.length);
    const query: string = cursor === '' ? `limit=${size}` : `limit=${size}&cursor=${encodeURIComponent(cursor)}`;
    const page = (await call('GET', `/internal/audit?kind=override&${query}`)) as AuditPage;
    entries.push(...page.entries);
    cursor = page.next_cursor;
  }
  return entries;
}

function showAudit(entries: readonly AuditEntry[], paint: Paint): string {
  if (entries.length === 0) return 'Nobody has done anything yet.';
  const rows = entries.map(({ at, author, action, override, reason }) => [
    at.slice(0, 19).replace('T', ' '),
    author,
    action,
    showAct(override),
    reason,
  ]);
  const titles = ['AT (UTC)', 'WHO', 'DID', 'WHAT', 'WHY'].map(title => ({ title }));
  const [head = '', ...lines] = textTable(titles, rows);
  return [paint('bold', head), ...lines].join('\n');
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) {
    throw new InvalidArgumentError(`It must be from 1 to ${MOST}.`);
  }
  return limit;
}
