import type { Command } from 'commander';
import { redactConfig } from '../config/index.ts';
import type { CommandWorld } from './command-world.ts';
import { loadOrComplain } from './load-or-complain.ts';

/** `naru config`: the configuration as it would be in force, without secrets. */
export function addConfigCommand(program: Command, world: CommandWorld): void {
  program
    .command('config')
    .description('Print the configuration in force, without secrets')
    .option('--json', 'for machines')
    .addHelpText('after', '\nExample:\n  naru config --json | jq .providers')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const loaded = loadOrComplain(world);
      if (!loaded) return;
      for (const warning of loaded.warnings) world.complain(`warning: ${warning}`);
      const plain = redactConfig(loaded.config);
      if (json) return world.print(JSON.stringify(plain, undefined, 2));
      const { stringify } = await import('yaml');
      world.print(stringify(JSON.parse(JSON.stringify(plain))));
    });
}
