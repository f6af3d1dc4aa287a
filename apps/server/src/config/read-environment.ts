import { ENVIRONMENT_VARIABLES, type Reading, type SettingVariable } from './environment-variables.ts';
import type { ConfigMistake } from './mistake.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value that a variable sets over the file. */
export interface EnvironmentValue {
  readonly variable: string;
  readonly path: readonly string[];
  readonly value: unknown;
}

/** A variable's text, trimmed; `undefined` when it is missing or blank. A `$` in it means nothing (V-CFG-1). */
export function textOf(env: Environment, name: string): string | undefined {
  return env[name]?.trim() || undefined;
}

/** The parts of a list separated by commas, without blanks. */
export function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

/** What the variables say over the file, and which of them cannot be read at all. */
export function readEnvironment(env: Environment): {
  readonly values: readonly EnvironmentValue[];
  readonly mistakes: readonly ConfigMistake[];
} {
  const values: EnvironmentValue[] = [];
  const mistakes: ConfigMistake[] = [];
  for (const variable of ENVIRONMENT_VARIABLES.filter(isSetting)) {
    const text = textOf(env, variable.name);
    if (text === undefined) continue;
    const value = read(text, variable.reading);
    if (value === undefined) {
      const mistake = {
        found: `${text.length} characters that are no JSON`,
        allowed: 'JSON, such as {"primary": 0.002}',
      };
      mistakes.push({ where: variable.name, source: 'environment', ...mistake });
    } else {
      values.push({ variable: variable.name, path: variable.path, value });
    }
  }
  return { values, mistakes };
}

function isSetting(variable: (typeof ENVIRONMENT_VARIABLES)[number]): variable is SettingVariable {
  return variable.kind === 'setting';
}

function read(text: string, reading: Reading): unknown {
  switch (reading) {
    case 'text':
      return text;
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
    case 'list':
      return listOf(text);
    case 'json':
      try {
        return JSON.parse(text) as unknown;
      } catch {
        return undefined;
      }
  }
}
