import { Command } from 'commander';
import { addCheckCommand } from './check-command.ts';
import type { CommandWorld } from './command-world.ts';
import { addConfigCommand } from './config-command.ts';
import { addKnowledgeCommand } from './knowledge-command.ts';
import { addAuditCommand } from './operator/audit-command.ts';
import { addExplainCommand } from './operator/explain-command.ts';
import { addIncidentsCommand } from './operator/incidents-command.ts';
import { addLedgerCommand } from './operator/ledger-command.ts';
import { addProvidersCommand } from './operator/providers-command.ts';
import { addReplayCommand } from './operator/replay/replay-command.ts';
import { addReportCommand } from './operator/report-command.ts';
import { addReportsCommand } from './operator/reports-command.ts';
import { addTicketsCommand } from './operator/tickets-command.ts';
import { addSimulateCommand } from './simulate/simulate-command.ts';
import { addTokenCommand } from './token-command.ts';

/** The command line `naru`. Each command is a file; a new one is a line here. */
export function createProgram(world: CommandWorld): Command {
  const program = new Command('naru').description(
    'Customer-service chat that stays up, stays on budget, and never acts twice.',
  );
  program.configureOutput({ writeOut: world.print, writeErr: world.complain }).showHelpAfterError();
  program
    .command('start')
    .description('Start the server')
    .addHelpText('after', '\nExample:\n  NARU_PORT=0 naru start')
    .action(async () => {
      const { start } = await import('../start.ts');
      world.exit(await start());
    });
  addConfigCommand(program, world);
  addCheckCommand(program, world);
  addSimulateCommand(program, world);
  addProvidersCommand(program, world);
  addExplainCommand(program, world);
  addAuditCommand(program, world);
  addReplayCommand(program, world);
  addLedgerCommand(program, world);
  addIncidentsCommand(program, world);
  addTicketsCommand(program, world);
  addReportCommand(program, world);
  addReportsCommand(program, world);
  addKnowledgeCommand(program, world);
  addTokenCommand(program, world);
  return program;
}
