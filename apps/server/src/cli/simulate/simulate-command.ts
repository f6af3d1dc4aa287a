import { writeFileSync } from 'node:fs';
import { messageOf } from '@naru/kernel';
import type { Command } from 'commander';
import { EXIT_BAD_CONFIG, EXIT_FAILED, EXIT_OK } from '../../exit-codes.ts';
import { readFileText } from '../../read-file-text.ts';
import type { CommandWorld } from '../command-world.ts';
import { readScenario, type ReadScenario } from './read-scenario.ts';
import { reportHtml } from './report-html.ts';
import { reportJson, reportText } from './report-text.ts';
import { runScenario } from './run-scenario.ts';

const MAX_FILE_CHARS = 1_000_000;

interface SimulateOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly seed?: string;
}

/** `naru simulate`: plays a scenario against its policies, says whether what was expected holds. */
export function addSimulateCommand(program: Command, world: CommandWorld): void {
  program
    .command('simulate')
    .description('Play a scenario against policies in virtual time; exit code 1 when an expectation does not hold')
    .argument('<scenario>', 'a scenario file, such as scenarios/primary-outage.yaml')
    .option('--out <file>', 'write the report there, one HTML file that needs nothing else')
    .option('--seed <number>', "another seed than the scenario's")
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  naru simulate scenarios/primary-outage.yaml --out report.html')
    .action((path: string, options: SimulateOptions) => world.exit(run(path, options, world)));
}

function run(path: string, { out, json, seed }: SimulateOptions, { print, complain }: CommandWorld): number {
  const read = readFile(path, complain);
  if (!read) return EXIT_BAD_CONFIG;
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) {
    complain(`--seed: found ${JSON.stringify(seed)}; allowed: a whole number from 0 to 999999999`);
    return EXIT_BAD_CONFIG;
  }
  const scenario = seed === undefined ? read.scenario : { ...read.scenario, seed: Number(seed) };
  let report;
  try {
    report = runScenario({ ...read, scenario });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    complain(`${path} cannot be played: ${error.message}`);
    return EXIT_BAD_CONFIG;
  }
  print(json ? reportJson(report) : reportText(report));
  if (out !== undefined && !writeReport(out, reportHtml(report), complain)) return EXIT_FAILED;
  return report.outcomes.every(({ holds }) => holds) ? EXIT_OK : EXIT_FAILED;
}

function readFile(path: string, complain: (text: string) => void): ReadScenario | undefined {
  let text: string | undefined;
  try {
    text = readFileText(path);
  } catch (error) {
    complain(`${path} cannot be read: ${messageOf(error)}`);
    return undefined;
  }
  if (text === undefined) {
    complain(`There is no file ${path}.`);
    return undefined;
  }
  if (text.length > MAX_FILE_CHARS) {
    complain(`${path}: found ${text.length} characters; allowed: at most ${MAX_FILE_CHARS}`);
    return undefined;
  }
  const outcome = readScenario(text);
  if (outcome.kind === 'scenario') return outcome.read;
  const lines = outcome.mistakes.map(({ where, found, allowed }) => `  ${where}: found ${found}; allowed: ${allowed}`);
  complain(
    [
      `${path} has ${outcome.mistakes.length === 1 ? 'a mistake' : `${outcome.mistakes.length} mistakes`}:`,
      ...lines,
    ].join('\n'),
  );
  return undefined;
}

function writeReport(path: string, html: string, complain: (text: string) => void): boolean {
  try {
    writeFileSync(path, html);
    return true;
  } catch (error) {
    complain(`${path} cannot be written: ${messageOf(error)}`);
    return false;
  }
}
