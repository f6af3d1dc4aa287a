import type { OperatorTicketBody, OperatorTicketListBody } from '@naru/api-contract';
import { Argument, Option, type Command } from 'commander';
import type { CommandWorld } from '../command-world.ts';
import { paintFor, type Paint } from '../paint.ts';
import { textTable } from '../text-table.ts';
import { withServer, type OperatorOptions } from './operator-client.ts';

interface ListOptions extends OperatorOptions {
  readonly status?: string;
  readonly limit: string;
  readonly cursor?: string;
}

const STATUSES: readonly OperatorTicketBody['status'][] = ['received', 'in_progress', 'answered', 'closed'];
const URL_OPTION = ['--url <url>', "the server's internal address; default: that of the data directory"] as const;

/** `naru tickets`: what customers wait for, and where it stands (S-TKT-5). */
export function addTicketsCommand(program: Command, world: CommandWorld): void {
  const tickets = program.command('tickets').description("Customers' tickets, and where they stand");
  const paint = paintFor(world);

  tickets
    .command('list', { isDefault: true })
    .description("Everybody's tickets, newest first")
    .addOption(new Option('--status <status>', 'only those that stand there').choices(STATUSES))
    .option('--limit <count>', 'at most so many, up to 200', '50')
    .option('--cursor <cursor>', 'where the page before ended')
    .option(...URL_OPTION)
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN.\n\nExamples:\n  naru tickets --status received\n  naru tickets set STK202611200001 in_progress',
    )
    .action(({ status, limit, cursor, ...options }: ListOptions) => {
      const query = new URLSearchParams({ limit, ...(status && { status }), ...(cursor && { cursor }) });
      return withServer(
        world,
        options,
        call => call('GET', `/internal/tickets?${query.toString()}`) as Promise<OperatorTicketListBody>,
        found => showList(found, paint),
      );
    });

  tickets
    .command('set <number>')
    .description('Say where a ticket stands; the customer sees it at once')
    .addArgument(new Argument('<status>').choices(STATUSES))
    .option(...URL_OPTION)
    .option('--json', 'for machines')
    .action((number: string, status: string, options: OperatorOptions) =>
      withServer(
        world,
        options,
        call =>
          call('POST', `/internal/tickets/${encodeURIComponent(number)}/status`, {
            status,
          }) as Promise<OperatorTicketBody>,
        ticket => `${ticket.ticket_no} is now ${ticket.status}.`,
      ),
    );
}

function showList({ tickets, next_cursor }: OperatorTicketListBody, paint: Paint): string {
  if (tickets.length === 0) return 'There are no tickets.';
  const rows = tickets.map(({ ticket_no, status, severity, category, created_at, title }) => [
    ticket_no,
    status,
    severity ?? '-',
    category ?? '-',
    created_at.slice(0, 19).replace('T', ' '),
    title,
  ]);
  const titles = ['NUMBER', 'STATUS', 'SEVERITY', 'CATEGORY', 'OPENED (UTC)', 'TITLE'].map(title => ({ title }));
  const [head = '', ...lines] = textTable(titles, rows);
  const more = next_cursor === null ? [] : ['', `More with: --cursor ${next_cursor}`];
  return [paint('bold', head), ...lines, ...more].join('\n');
}
