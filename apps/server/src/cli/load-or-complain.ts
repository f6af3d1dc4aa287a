import { formatMistakes, loadConfig, type ConfigOutcome } from '../config/index.ts';
import { EXIT_BAD_CONFIG } from '../exit-codes.ts';
import { readFileText } from '../read-file-text.ts';
import type { CommandWorld } from './command-world.ts';

/** The configuration, or `undefined` after every mistake was told and the exit code set. */
export function loadOrComplain({
  env,
  complain,
  exit,
}: CommandWorld): Extract<ConfigOutcome, { kind: 'ok' }> | undefined {
  const outcome = loadConfig({ env, readFile: readFileText });
  if (outcome.kind === 'ok') return outcome;
  complain(formatMistakes(outcome.mistakes, outcome.filePath));
  exit(EXIT_BAD_CONFIG);
  return undefined;
}
