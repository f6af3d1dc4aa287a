import { parseDocument } from 'yaml';
import { textOf, type Environment } from './read-environment.ts';
import { foundText, type ConfigMistake } from './mistake.ts';

export const DEFAULT_CONFIG_PATH = './naru.config.yaml';
const MAX_FILE_CHARS = 1_000_000;

/** Gives a file's text, `undefined` where there is no such file; throws when it cannot be read. */
export type ReadFile = (path: string) => string | undefined;

export interface ReadConfigFile {
  /** Where it is or would be. */
  readonly path: string;
  /** What the file says; empty without one. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly mistakes: readonly ConfigMistake[];
}

/** Reads the file that `NARU_CONFIG` names, else the default one if it is there. */
export function readConfigFile(env: Environment, readFile: ReadFile): ReadConfigFile {
  const named = textOf(env, 'NARU_CONFIG');
  const path = named ?? DEFAULT_CONFIG_PATH;
  const refuse = (found: string, allowed: string): ReadConfigFile => {
    const where = named ? 'NARU_CONFIG' : path;
    return { path, settings: {}, mistakes: [{ where, source: 'environment', found, allowed }] };
  };

  let text: string | undefined;
  try {
    text = readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return refuse(`a file that cannot be read${code}`, 'a readable YAML file');
  }
  if (text === undefined) {
    return named ? refuse(foundText(named), 'the path of a file that is there') : { path, settings: {}, mistakes: [] };
  }
  if (text.length > MAX_FILE_CHARS) return refuse(`${text.length} characters`, `at most ${MAX_FILE_CHARS}`);
  const parsed = parseYaml(text);
  return parsed.kind === 'settings'
    ? { path, settings: parsed.settings, mistakes: [] }
    : refuse(parsed.found, parsed.allowed);
}

type ParsedYaml =
  | { readonly kind: 'settings'; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly kind: 'mistake'; readonly found: string; readonly allowed: string };

function parseYaml(text: string): ParsedYaml {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) {
    // The first line names the place; what follows quotes the file.
    const [sentence = ''] = error.message.split('\n');
    return { kind: 'mistake', found: `no YAML: ${sentence.replace(/:$/, '')}`, allowed: 'YAML' };
  }
  let value: unknown;
  try {
    value = document.toJS();
  } catch {
    return { kind: 'mistake', found: 'aliases that unfold without end', allowed: 'YAML with few aliases' };
  }
  if (value === null || value === undefined) return { kind: 'settings', settings: {} };
  if (typeof value === 'object' && !Array.isArray(value)) {
    return { kind: 'settings', settings: value as Record<string, unknown> };
  }
  return { kind: 'mistake', found: foundText(value), allowed: 'settings by name, such as server: {port: 8080}' };
}
