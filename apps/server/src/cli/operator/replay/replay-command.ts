import { systemClock } from '@naru/kernel';
import { configureRouting, type RoutingConfiguration } from '@naru/router';
import { InvalidArgumentError, type Command } from 'commander';
import { formatMistakes, loadConfig } from '../../../config/index.ts';
import { EXIT_BAD_CONFIG } from '../../../exit-codes.ts';
import { recordedDecision, recordedDecisions, type RecordedDecisions } from '../../../ledger/recorded-decisions.ts';
import { readFileText } from '../../../read-file-text.ts';
import type { CommandWorld } from '../../command-world.ts';
import { paintFor } from '../../paint.ts';
import { OperatorCallError, type OperatorOptions } from '../operator-client.ts';
import { parseInstant } from '../parse-instant.ts';
import { withServerOrStores } from '../server-or-stores.ts';
import { fetchDecisions } from './fetch-decisions.ts';
import {
  readyConfigurations,
  replayOne,
  replayReport,
  type ReplayedDecision,
  type ReplayReport,
} from './replay-report.ts';
import { showReplay, showReplayed } from './show-replay.ts';

interface ReplayOptions extends OperatorOptions {
  readonly since?: number;
  readonly until?: number;
  readonly against?: string;
  readonly limit: number;
}

const DAY_MS = 86_400_000;
const USUAL_LIMIT = 10_000;
const MOST = 100_000;
const SHOWN = 20;

/** `naru replay`: recorded decisions made again, also by another configuration (R-DEC-3). */
export function addReplayCommand(program: Command, world: CommandWorld): void {
  const instant = (text: string): number => parseInstant(text, systemClock.now());
  program
    .command('replay')
    .description('Make recorded decisions again: as they were, or by another configuration')
    .argument('[decision-id]', 'one decision, stage by stage; default: all of a time')
    .option('--since <time>', 'from when on: 30m, 6h, 7d, a day or an instant (default: 1d)', instant)
    .option('--until <time>', 'before when, likewise (default: now)', instant)
    .option(
      '--against <config.yaml>',
      'what that configuration would have changed; the environment wins over it, as ever',
    )
    .option('--limit <count>', 'decisions at most, the oldest first', parseLimit, USUAL_LIMIT)
    .option('--url <url>', "the server's internal address; default: that of the data directory")
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN. Without a running server the database is opened here.\n\nExamples:\n  naru replay --since 6h\n  naru replay --since 7d --against new.yaml\n  naru replay 019aa1b2c3d4e5f60718293a4b5c6d7e',
    )
    .action((id: string | undefined, options: ReplayOptions) =>
      id === undefined ? replayMany(world, options) : replayById(world, id, options),
    );
}

async function replayMany(world: CommandWorld, options: ReplayOptions): Promise<void> {
  const { since, until, against, limit } = options;
  const other = against === undefined ? undefined : readAgainst(against, world);
  if (against !== undefined && !other) return world.exit(EXIT_BAD_CONFIG);
  const untilMs = until ?? systemClock.now() + 1;
  const span = { sinceMs: since ?? untilMs - DAY_MS, untilMs, limit };
  const shown = options.json ? MOST : SHOWN;
  const report = (found: RecordedDecisions): ReplayReport => replayReport(found, other?.configuration, shown);
  await withServerOrStores(
    world,
    options,
    {
      overServer: async call => report(await fetchDecisions(call, span)),
      overStores: async ({ ledger }) => report(await recordedDecisions(span, ledger)),
    },
    made => showReplay(made, other?.currency ?? '', paintFor(world)),
  );
}

async function replayById(world: CommandWorld, id: string, options: ReplayOptions): Promise<void> {
  await withServerOrStores(
    world,
    options,
    {
      overServer: async call =>
        replayed(id, (await call('GET', `/internal/decisions/${encodeURIComponent(id)}`)) as RecordedDecisions),
      overStores: async ({ ledger }) => replayed(id, await recordedDecision(id, ledger)),
    },
    made => showReplayed(made, paintFor(world)),
  );
}

function replayed(id: string, found: RecordedDecisions | undefined): ReplayedDecision {
  const [record] = found?.decisions ?? [];
  const made = record && replayOne(record, readyConfigurations(found?.configurations ?? []));
  if (made) return made;
  throw new OperatorCallError(
    record
      ? `Decision ${id} cannot be made again: its configuration is forgotten, or means nothing to this version.`
      : `No decision ${id} is on record; it may be forgotten. See naru replay --since 7d --json`,
  );
}

/** A configuration as a server would read it from that file. */
function readAgainst(
  path: string,
  { env, complain }: CommandWorld,
): { readonly configuration: RoutingConfiguration; readonly currency: string } | undefined {
  const outcome = loadConfig({ env: { ...env, NARU_CONFIG: path }, readFile: readFileText });
  if (outcome.kind === 'invalid') {
    complain(formatMistakes(outcome.mistakes, outcome.filePath));
    return undefined;
  }
  const { providers, routing, currency } = outcome.config;
  return {
    configuration: configureRouting(
      providers.map(({ provider }) => provider),
      routing,
    ),
    currency,
  };
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > MOST) {
    throw new InvalidArgumentError(`It must be from 1 to ${MOST}.`);
  }
  return limit;
}
