import type { z } from 'zod';
import { allowedText, placeText } from '../../config/describe-issue.ts';
import { foundText } from '../../config/mistake.ts';
import { nearestName } from '../../config/nearest-name.ts';
import { scenarioJsonSchema } from './scenario-schema.ts';

/** One thing that is wrong with a scenario file. */
export interface ScenarioMistake {
  /** A place such as `providers.primary.first_token`. */
  readonly where: string;
  readonly found: string;
  readonly allowed: string;
}

type JsonSchema = NonNullable<Parameters<typeof allowedText>[0]> & {
  /** The names that a group may have, where its values are all of one kind. */
  readonly propertyNames?: { readonly enum?: readonly string[] };
};

/** An issue of the schema in a reader's words. @param file the whole file as it was read */
export function describeScenarioIssue(issue: z.core.$ZodIssue, file: unknown): readonly ScenarioMistake[] {
  const { path } = issue;
  const schema = schemaAt(path);
  if (issue.code === 'unrecognized_keys') {
    const names = schema?.propertyNames?.enum ?? Object.keys(schema?.properties ?? {});
    return issue.keys.map(key => {
      const nearest = nearestName(key, names);
      const others = names.join(', ') || 'nothing more';
      const allowed = nearest ? `${nearest} (the nearest), or another of ${others}` : others;
      return { where: placeText([...path, key]), found: 'a setting that does not exist', allowed };
    });
  }
  const where = placeText(path) || 'the file';
  if (issue.code === 'invalid_key') {
    const known = nestedMessage(issue.issues);
    return [{ where, found: `the name ${foundText(path.at(-1))}`, allowed: known ?? issue.message }];
  }
  const isOwnMessage = issue.code === 'invalid_union' || issue.code === 'invalid_format' || issue.code === 'custom';
  const allowed = isOwnMessage || issue.message.startsWith('a ') ? issue.message : allowedText(schema) || issue.message;
  return [{ where, found: foundText(valueAt(file, path)), allowed }];
}

function nestedMessage(issues: readonly z.core.$ZodIssue[]): string | undefined {
  const [first] = issues;
  return first?.code === 'invalid_value' ? `one of ${first.values.join(', ')}` : first?.message;
}

function schemaAt(path: readonly PropertyKey[]): JsonSchema | undefined {
  let schema = scenarioJsonSchema as JsonSchema | undefined;
  for (const key of path) {
    if (!schema) return undefined;
    const { properties, additionalProperties, items } = schema;
    const name = String(key);
    if (typeof key === 'number') schema = items;
    else if (properties && Object.hasOwn(properties, name)) schema = properties[name];
    else schema = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }
  return schema;
}

function valueAt(file: unknown, path: readonly PropertyKey[]): unknown {
  let value = file;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}
