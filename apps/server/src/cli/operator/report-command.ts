import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { CommandWorld } from '../command-world.ts';
import { withServer, type OperatorOptions } from './operator-client.ts';

interface ReportOptions extends OperatorOptions {
  readonly day?: string;
  readonly html?: boolean;
  readonly output?: string;
}

/** `naru report`: one day in figures (E-INC-2). */
export function addReportCommand(program: Command, world: CommandWorld): void {
  program
    .command('report')
    .description('One day in figures: volume, errors, latency, cost, providers, incidents')
    .option('--day <day>', 'such as 2026-11-20, in Korean time (default: yesterday)')
    .option('--html', 'as a page instead of Markdown')
    .option('--output <file>', 'into a file instead of here')
    .option('--url <url>', "the server's internal address; default: that of the data directory")
    .addHelpText(
      'after',
      '\nThe token comes from NARU_OPERATOR_TOKEN.\n\nExamples:\n  naru report\n  naru report --day 2026-11-20 --html --output report.html',
    )
    .action(({ day, html = false, output, ...options }: ReportOptions) => {
      const query = new URLSearchParams({ format: html ? 'html' : 'markdown', ...(day !== undefined && { day }) });
      return withServer(
        world,
        options,
        async (_call, readText) => readText(`/internal/daily-report?${query}`),
        text => {
          if (output === undefined) return text;
          writeFileSync(output, text);
          return `Written to ${output}.`;
        },
      );
    });
}
