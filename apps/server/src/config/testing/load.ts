import assert from 'node:assert/strict';
import type { Config } from '../config.ts';
import { loadConfig } from '../load-config.ts';
import type { Environment } from '../read-environment.ts';

/** The configuration of an environment and a file's text, which must be right. */
export function load(env: Environment = {}, file?: string): Config {
  return loadWithWarnings(env, file).config;
}

export function loadWithWarnings(
  env: Environment = {},
  file?: string,
): { readonly config: Config; readonly warnings: readonly string[] } {
  const outcome = loadConfig({ env, readFile: () => file });
  if (outcome.kind === 'invalid') assert.fail(JSON.stringify(outcome.mistakes, null, 2));
  return outcome;
}

/** What is wrong with a configuration that must be wrong: `where` to `found | allowed`. */
export function mistakesOf(env: Environment = {}, file?: string): ReadonlyMap<string, string> {
  const outcome = loadConfig({ env, readFile: () => file });
  assert.equal(outcome.kind, 'invalid');
  const mistakes = outcome.kind === 'invalid' ? outcome.mistakes : [];
  const told = new Map(mistakes.map(({ where, found, allowed }) => [where, `${found} | ${allowed}`]));
  assert.equal(told.size, mistakes.length, 'each mistake is told once');
  return told;
}
