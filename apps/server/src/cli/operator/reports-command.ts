import type { ReportListBody } from '@naru/api-contract';
import { readReportFiles, ReportFilesError } from '@naru/files';
import { systemClock } from '@naru/kernel';
import { parseReports, type Report, type ReportStore, type SaveOutcome } from '@naru/reports';
import { InvalidArgumentError, type Command } from 'commander';
import { EXIT_FAILED } from '../../exit-codes.ts';
import { toReportList } from '../../http/public/report-routes.ts';
import type { CommandWorld } from '../command-world.ts';
import { paintFor, type Paint } from '../paint.ts';
import { textTable } from '../text-table.ts';
import type { OperatorCall, OperatorOptions } from './operator-client.ts';
import { withServerOrStores } from './server-or-stores.ts';

interface ImportedReport {
  readonly id: string;
  readonly title: string;
  readonly outcome: SaveOutcome;
}

const MOST_LISTED = 100;
const SEOUL_AHEAD_MS = 9 * 3_600_000;
const TOKEN = '\nThe token comes from NARU_OPERATOR_TOKEN. Without a running server the database is opened here.\n';

/** `naru reports import`, `naru reports list` (P-1). */
export function addReportsCommand(program: Command, world: CommandWorld): void {
  const reports = program.command('reports').description('Reports that questions are asked about: import and list');

  talking(reports.command('import').description('Keep the reports of a file or a folder; the same id is replaced'))
    .argument('<path>', 'a .md or .json file, or a folder of such')
    .addHelpText(
      'after',
      `${TOKEN}\nExamples:\n  naru reports import reports/\n  naru reports import october.md --json`,
    )
    .action((path: string, options: OperatorOptions) => importReports(path, options, world));

  talking(reports.command('list').description('The reports, newest first'))
    .option('--limit <count>', `how many, up to ${MOST_LISTED}`, parseLimit, MOST_LISTED)
    .addHelpText('after', `${TOKEN}\nExample:\n  naru reports list --limit 5`)
    .action(({ limit, ...options }: OperatorOptions & { readonly limit: number }) =>
      withServerOrStores<ReportListBody>(
        world,
        options,
        {
          overServer: call => call('GET', `/internal/reports?limit=${limit}`) as Promise<ReportListBody>,
          overStores: async stores => toReportList(await stores.reports.list(limit)),
        },
        list => showReports(list, paintFor(world)),
      ),
    );
}

/** Every file is read before anything is kept: an import is all of it or nothing. */
async function importReports(path: string, options: OperatorOptions, world: CommandWorld): Promise<void> {
  const reports = await readOrComplain(path, world);
  if (!reports) return world.exit(EXIT_FAILED);
  await withServerOrStores<readonly ImportedReport[]>(
    world,
    options,
    {
      overServer: call => saveEach(reports, report => put(call, report)),
      overStores: stores => saveEach(reports, report => stores.reports.save(report)),
    },
    imported => showImported(imported, paintFor(world)),
  );
}

async function readOrComplain(path: string, { complain }: CommandWorld): Promise<readonly Report[] | undefined> {
  try {
    const parsed = parseReports(await readReportFiles(path), systemClock.now());
    if (parsed.kind === 'reports') return parsed.reports;
    const lines = parsed.problems.map(problem => `${problem.path}:${problem.line}: ${problem.message}`);
    complain(['Nothing was imported:', ...lines].join('\n'));
  } catch (error) {
    if (!(error instanceof ReportFilesError)) throw error;
    complain(`Nothing was imported: ${error.message}`);
  }
  return undefined;
}

async function saveEach(reports: readonly Report[], save: ReportStore['save']): Promise<readonly ImportedReport[]> {
  const imported: ImportedReport[] = [];
  for (const report of reports) {
    const { id, title } = report;
    imported.push({ id, title, outcome: await save(report) });
  }
  return imported;
}

async function put(call: OperatorCall, { id, createdAtMs, ...report }: Report): Promise<SaveOutcome> {
  const body = { ...report, created_at: new Date(createdAtMs).toISOString() };
  const answer = await call('PUT', `/internal/reports/${encodeURIComponent(id)}`, body);
  return (answer as { readonly outcome: SaveOutcome }).outcome;
}

function showImported(imported: readonly ImportedReport[], paint: Paint): string {
  const rows = imported.map(({ id, title, outcome }) => [outcome, id, title]);
  const [head = '', ...lines] = textTable([{ title: 'OUTCOME' }, { title: 'ID' }, { title: 'TITLE' }], rows);
  return [paint('bold', head), ...lines, paint('green', `${imported.length} imported.`)].join('\n');
}

function showReports({ reports }: ReportListBody, paint: Paint): string {
  if (reports.length === 0) return 'There are no reports. Import some with: naru reports import <file or folder>';
  const rows = reports.map(({ id, title, created_at }) => [seoulDay(created_at), id, title]);
  const [head = '', ...lines] = textTable([{ title: 'WRITTEN' }, { title: 'ID' }, { title: 'TITLE' }], rows);
  return [paint('bold', head), ...lines].join('\n');
}

/** A report that names a day begins at its midnight in Seoul. */
function seoulDay(instant: string): string {
  return new Date(Date.parse(instant) + SEOUL_AHEAD_MS).toISOString().slice(0, 10);
}

function talking(command: Command): Command {
  return command
    .option('--url <url>', "the server's internal address; default: that of the data directory")
    .option('--json', 'for machines');
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST_LISTED) {
    throw new InvalidArgumentError(`It must be from 1 to ${MOST_LISTED}.`);
  }
  return limit;
}
