import type { Command } from 'commander';
import { runChecks, type CheckResult } from '../composition/run-checks.ts';
import { EXIT_FAILED, EXIT_OK } from '../exit-codes.ts';
import type { CommandWorld } from './command-world.ts';
import { loadOrComplain } from './load-or-complain.ts';

/** `naru check`: the configuration and everything the server depends on, with what to do about each failure. */
export function addCheckCommand(program: Command, world: CommandWorld): void {
  program
    .command('check')
    .description('Check the configuration and every dependency')
    .option('--json', 'for machines')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const loaded = loadOrComplain(world);
      if (!loaded) return;
      const results = await runChecks(loaded.config);
      const warnings = loaded.warnings;
      if (json) world.print(JSON.stringify({ results, warnings }, undefined, 2));
      else world.print([...results.map(line), ...warnings.map(warning => `! ${warning}`)].join('\n'));
      world.exit(results.some(({ problem }) => problem !== null) ? EXIT_FAILED : EXIT_OK);
    });
}

function line({ name, problem, advice }: CheckResult): string {
  return problem === null ? `✓ ${name}` : `✗ ${name}: ${problem}\n    ${advice}`;
}
