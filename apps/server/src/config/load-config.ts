import type { Config } from './config.ts';
import { checkShape } from './check-shape.ts';
import { deepFreeze } from './deep-freeze.ts';
import type { ConfigMistake } from './mistake.ts';
import { Origins } from './origins.ts';
import { overlay } from './overlay.ts';
import { providersFromEnvironment } from './providers-from-environment.ts';
import { readConfigFile, type ReadFile } from './read-config-file.ts';
import { readEnvironment, type Environment } from './read-environment.ts';
import { toConfig } from './to-config.ts';

export interface ConfigSources {
  readonly env: Environment;
  readonly readFile: ReadFile;
}

export type ConfigOutcome =
  | {
      readonly kind: 'ok';
      readonly config: Config;
      /** Sentences on what is allowed and probably not meant. */
      readonly warnings: readonly string[];
      readonly filePath: string;
    }
  | { readonly kind: 'invalid'; readonly mistakes: readonly ConfigMistake[]; readonly filePath: string };

/**
 * Reads the configuration: defaults, then the file, then the environment, each over the one before (R-CFG-2).
 * Every mistake that can be seen is reported at once. Looks at nothing but its arguments.
 */
export function loadConfig({ env, readFile }: ConfigSources): ConfigOutcome {
  const file = readConfigFile(env, readFile);
  const environment = readEnvironment(env);
  const named = providersFromEnvironment(env);
  const origins = new Origins(environment.values, named.providers ? named.variables : []);

  let settings: Record<string, unknown> = { ...file.settings };
  // Any URL replaces the file's whole list: half of two lists would be a chain that nobody has written.
  if (named.providers) settings['providers'] = named.providers;
  for (const { path, value } of environment.values) settings = overlay(settings, path, value);

  const shape = checkShape(settings);
  const conversion = shape.rest && toConfig(shape.rest, env, origins);
  const mistakes = [
    ...file.mistakes,
    ...environment.mistakes,
    ...named.mistakes,
    ...shape.issues.map(({ path, found, allowed }) => origins.mistakeAt(path, found, allowed)),
    ...(conversion?.mistakes ?? []),
  ];
  if (!conversion || mistakes.length > 0) return { kind: 'invalid', mistakes, filePath: file.path };
  return { kind: 'ok', config: deepFreeze(conversion.config), warnings: conversion.warnings, filePath: file.path };
}
