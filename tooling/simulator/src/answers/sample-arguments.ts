import { isList, isObject, type Json, type JsonObject } from '../protocols/json.ts';

const MAX_DEPTH = 5;

/** Arguments that fit a tool's schema: every required property, the first of each choice. */
export function sampleArguments(schema: JsonObject): JsonObject {
  const value = sample(schema, 0);
  return isObject(value) ? value : {};
}

function sample(schema: JsonObject, depth: number): Json {
  if (depth > MAX_DEPTH) return null;
  if (schema['const'] !== undefined) return schema['const'];
  if (schema['default'] !== undefined) return schema['default'];
  if (isList(schema['enum'])) return schema['enum'][0] ?? null;
  const choices = schema['anyOf'] ?? schema['oneOf'];
  if (isList(choices) && isObject(choices[0])) return sample(choices[0], depth + 1);
  const type = isList(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'string':
      return sampleText(schema);
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 1;
    case 'boolean':
      return true;
    case 'array':
      return isObject(schema['items']) ? [sample(schema['items'], depth + 1)] : [];
    default:
      return sampleObject(schema, depth);
  }
}

function sampleText(schema: JsonObject): string {
  if (schema['format'] === 'date') return '2026-11-21';
  if (schema['format'] === 'date-time') return '2026-11-21T10:00:00+09:00';
  return '예시';
}

function sampleObject(schema: JsonObject, depth: number): JsonObject {
  if (!isObject(schema['properties'])) return {};
  const required = isList(schema['required']) ? schema['required'] : [];
  return Object.fromEntries(
    Object.entries(schema['properties'])
      .filter(([name]) => required.includes(name))
      .map(([name, property]) => [name, isObject(property) ? sample(property, depth + 1) : null]),
  );
}
