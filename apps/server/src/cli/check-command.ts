import type { Command } from 'commander';
import type { CheckResult } from '../composition/checks/check.ts';
import { runChecks } from '../composition/run-checks.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';
import type { CommandWorld } from './command-world.ts';
import { loadOrComplain } from './load-or-complain.ts';
import { paintFor, type Paint } from './paint.ts';

/** `naru check`: the configuration and everything the server depends on, with what to do about each failure. */
export function addCheckCommand(program: Command, world: CommandWorld): void {
  program
    .command('check')
    .description('Check the configuration and every dependency')
    .option('--json', 'for machines')
    .addHelpText(
      'after',
      "\nEnds with 1 where anything is wrong, with 2 where the configuration is.\n\nExamples:\n  naru check\n  naru check --json | jq '.results[] | select(.problem)'",
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const loaded = loadOrComplain(world);
      if (!loaded) return;
      const results = await runChecks(loaded.config);
      const warnings = loaded.warnings;
      if (json) world.print(JSON.stringify({ results, warnings }, undefined, 2));
      else world.print(show(results, warnings, paintFor(world)));
      world.exit(results.some(({ problem }) => problem !== null) ? EXIT_FAILED : EXIT_OK);
    });
}

function show(results: readonly CheckResult[], warnings: readonly string[], paint: Paint): string {
  const failed = results.filter(({ problem }) => problem !== null).length;
  return [
    ...results.flatMap(result => lines(result, paint)),
    ...warnings.map(warning => paint('yellow', `! ${warning}`)),
    '',
    failed === 0
      ? paint('green', `All ${results.length} are well.`)
      : paint('red', `${failed} of ${results.length} need a hand.`),
  ].join('\n');
}

function lines({ name, problem, warning, advice }: CheckResult, paint: Paint): readonly string[] {
  const notes = warning === null ? [] : [paint('yellow', `    ${warning}`)];
  return problem === null
    ? [`${paint('green', '✓')} ${name}`, ...notes]
    : [`${paint('red', '✗')} ${name}: ${problem}`, `    ${advice}`, ...notes];
}
