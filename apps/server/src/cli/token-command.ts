import { systemClock } from '@naru/kernel';
import { Option, type Command } from 'commander';
import { OPERATOR_ROLES, OperatorTokenFile, type OperatorRole } from '../secrets/operator-token-file.ts';
import type { CommandWorld } from './command-world.ts';
import { loadOrComplain } from './load-or-complain.ts';

/** `naru token new`: a token for an operator; the running server takes it at once. */
export function addTokenCommand(program: Command, world: CommandWorld): void {
  const token = program.command('token').description("Operators' tokens of the internal listener");
  token
    .command('new')
    .description(
      'Make a token; it is shown once, and only its hash is kept. A second one of the same name replaces the first',
    )
    .requiredOption('--name <name>', 'whose it is, for the audit log', 'operator')
    .addOption(new Option('--role <role>', 'what it allows').choices([...OPERATOR_ROLES]).default('admin'))
    .addHelpText('after', '\nExample:\n  naru token new --name kim --role viewer')
    .action(({ name, role }: { readonly name: string; readonly role: OperatorRole }) => {
      const loaded = loadOrComplain(world);
      if (!loaded) return;
      const { server, operator } = loaded.config;
      world.print(new OperatorTokenFile(server.dataDir).add(name, role, systemClock.now()));
      if (operator.kind === 'off') world.complain('Tokens are switched off: NARU_OPERATOR_TOKEN=off.');
    });
}
