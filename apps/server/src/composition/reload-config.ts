import { messageOf, type Logger } from '@naru/kernel';
import { Counter, type Registry } from 'prom-client';
import { formatMistakes, type Config, type LiveConfig } from '../config/index.ts';

/** How a reload went, in words for an operator. */
export type ReloadReport =
  | { readonly kind: 'reloaded'; readonly warnings: readonly string[]; readonly needsRestart: readonly string[] }
  | { readonly kind: 'kept'; readonly problem: string };

export interface ReloadParts {
  readonly live: LiveConfig;
  readonly apply: (config: Config) => void;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** Reads the configuration again and puts it in force; a bad one is logged and counted, and changes nothing. */
export function configReloader({ live, apply, registry, logger }: ReloadParts): () => ReloadReport {
  const counter = new Counter({
    name: 'naru_config_reload_total',
    help: 'Reloads of the configuration by result.',
    labelNames: ['result'],
    registers: [registry],
  });

  function reload(): ReloadReport {
    const outcome = live.reload();
    if (outcome.kind === 'kept') return { kind: 'kept', problem: formatMistakes(outcome.mistakes, outcome.filePath) };
    const { config, warnings, needsRestart } = outcome;
    try {
      apply(config);
    } catch (error) {
      return { kind: 'kept', problem: messageOf(error) };
    }
    return { kind: 'reloaded', warnings, needsRestart };
  }

  return () => {
    const report = reload();
    counter.inc({ result: report.kind });
    if (report.kind === 'kept') logger.error({ problem: report.problem }, 'configuration not reloaded');
    else logger.info({ needsRestart: report.needsRestart.join(', ') }, 'configuration reloaded');
    return report;
  };
}
