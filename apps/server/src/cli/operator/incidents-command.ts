import type { IncidentBody, IncidentListBody } from '@naru/api-contract';
import type { Command } from 'commander';
import type { CommandWorld } from '../command-world.ts';
import { paintFor, type Paint } from '../paint.ts';
import { textTable } from '../text-table.ts';
import { withServer, type OperatorOptions } from './operator-client.ts';

const URL_OPTION = ['--url <url>', "the server's internal address; default: that of the data directory"] as const;

/** `naru incidents`: what went wrong, and who has taken it on (E-INC-1). */
export function addIncidentsCommand(program: Command, world: CommandWorld): void {
  const incidents = program.command('incidents').description('What went wrong, what it was, and who has taken it on');
  const paint = paintFor(world);

  incidents
    .command('list', { isDefault: true })
    .description('The incidents of the last week, the latest first')
    .option('--live', 'only what is not over')
    .option(...URL_OPTION)
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN.\n\nExamples:\n  naru incidents\n  naru incidents list --live',
    )
    .action(({ live = false, ...options }: OperatorOptions & { readonly live?: boolean }) =>
      withServer(
        world,
        options,
        async call => ((await call('GET', `/internal/incidents?live=${live}`)) as IncidentListBody).incidents,
        found => showList(found, paint),
      ),
    );

  incidents
    .command('show <id>')
    .description('One incident: what, since when, how many, why, and where to read on')
    .option(...URL_OPTION)
    .option('--json', 'for machines')
    .action((id: string, options: OperatorOptions) =>
      withServer(
        world,
        options,
        call => call('GET', `/internal/incidents/${encodeURIComponent(id)}`) as Promise<IncidentBody>,
        incident => showOne(incident, paint),
      ),
    );

  incidents
    .command('ack <id>')
    .description('Take an incident on: nobody else is told of it any more')
    .option(...URL_OPTION)
    .option('--json', 'for machines')
    .action((id: string, options: OperatorOptions) =>
      withServer(
        world,
        options,
        call => call('POST', `/internal/incidents/${encodeURIComponent(id)}/acknowledge`) as Promise<IncidentBody>,
        incident => `${incident.id} is now ${incident.acknowledged_by ?? 'nobody'}'s.`,
      ),
    );
}

function showList(incidents: readonly IncidentBody[], paint: Paint): string {
  if (incidents.length === 0) return 'There are no incidents.';
  const rows = incidents.map(({ id, severity, state, opened_at, affected, title, provider }) => [
    id,
    severity,
    state,
    opened_at.slice(0, 19).replace('T', ' '),
    String(Math.round(affected)),
    provider === null ? title : `${title} (${provider})`,
  ]);
  const titles = ['ID', 'SEVERITY', 'STATE', 'OPENED (UTC)', 'AFFECTED', 'WHAT'].map(title => ({ title }));
  const [head = '', ...lines] = textTable(titles, rows);
  const coloured = lines.map((line, index) =>
    incidents[index]?.state === 'resolved'
      ? paint('dim', line)
      : incidents[index]?.severity === 'critical'
        ? paint('red', line)
        : line,
  );
  return [paint('bold', head), ...coloured].join('\n');
}

function showOne({ id, state, acknowledged_by, title, summary, runbook }: IncidentBody, paint: Paint): string {
  const taken = acknowledged_by === null ? '' : ` by ${acknowledged_by}`;
  return [paint('bold', title), `${id} · ${state}${taken}`, '', summary, '', runbook].join('\n');
}
