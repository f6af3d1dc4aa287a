import type { z } from 'zod';
import { fileJsonSchema, type JsonSchema } from './file-schema.ts';
import { foundText } from './mistake.ts';
import { nearestName } from './nearest-name.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong at one place of the file, or of what stands for it. */
export interface DescribedIssue {
  readonly path: readonly PropertyKey[];
  readonly found: string;
  readonly allowed: string;
}

/** An issue of the schema in a reader's words; one for each unknown key. `input` is the whole file. */
export function describeIssue(issue: Issue, input: unknown): readonly DescribedIssue[] {
  const found = foundText(valueAt(input, issue.path));
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => ({
        path: [...issue.path, key],
        found: 'a setting that does not exist',
        allowed: allowedKeys(key, schemaAt(issue.path)),
      }));
    case 'invalid_key':
      return [{ path: issue.path, found: 'that name', allowed: issue.issues[0]?.message ?? issue.message }];
    case 'invalid_type':
    case 'too_small':
    case 'too_big':
    case 'invalid_value':
      return [{ path: issue.path, found, allowed: allowedText(schemaAt(issue.path)) || issue.message }];
    default:
      return [{ path: issue.path, found, allowed: issue.message }];
  }
}

function allowedKeys(key: string, schema: JsonSchema | undefined): string {
  const keys = Object.keys(schema?.properties ?? {});
  const nearest = nearestName(key, keys);
  return `${nearest ? `${nearest} (the nearest), or another of ` : ''}${keys.join(', ')}`;
}

/** What a place allows, in a few words. */
export function allowedText(schema: JsonSchema | undefined): string {
  if (!schema) return '';
  const { type, minimum, exclusiveMinimum, maximum } = schema;
  if (schema.enum) return `one of ${schema.enum.join(', ')}`;
  if (schema.anyOf?.some(option => option.type === 'boolean')) return 'on or off';
  if (schema.anyOf) return [...new Set(schema.anyOf.map(allowedText))].join(' or ');
  if (schema.const !== undefined) return String(schema.const);
  switch (type) {
    case 'integer':
    case 'number': {
      const low =
        minimum !== undefined ? ` from ${minimum}` : exclusiveMinimum !== undefined ? ` above ${exclusiveMinimum}` : '';
      const high = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? ` to ${maximum}` : '';
      return `${type === 'integer' ? 'a whole number' : 'a number'}${low}${high}`;
    }
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a text';
    case 'array':
      return 'a list';
    default:
      return schema.properties
        ? `a group of ${Object.keys(schema.properties).join(', ')}`
        : 'a group of settings by name';
  }
}

function schemaAt(path: readonly PropertyKey[]): JsonSchema | undefined {
  let schema: JsonSchema | undefined = fileJsonSchema;
  for (const key of path) schema = schema && stepInto(schema, key);
  return schema;
}

function stepInto(schema: JsonSchema, key: PropertyKey): JsonSchema | undefined {
  if (typeof key === 'number') return schema.items;
  const { properties, additionalProperties, anyOf } = schema;
  const name = String(key);
  if (properties && Object.hasOwn(properties, name)) return properties[name];
  if (typeof additionalProperties === 'object') return additionalProperties;
  return anyOf?.map(option => stepInto(option, key)).find(found => found !== undefined);
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** A place as people write one: `providers[0].url`. */
export function placeText(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index > 0 ? '.' : ''}${String(key)}`))
    .join('');
}
