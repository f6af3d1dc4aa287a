import { isRecord } from '../http/json-body.ts';

type Schema = Readonly<Record<string, unknown>>;

const NUMBERED = /[A-Za-z]{1,8}[-_]?\d[\w-]*|\d{3,}[\d-]*/;
const SEATS = /\b[A-Z]{1,3}-?\d{1,4}\b/g;
const WHOLE_QUESTION = /^(q|query|question|keyword|keywords|text|message|content|reason|search|topic)$/i;
const IDENTIFIER = /(id|no|number|code|ref)$/i;

/**
 * Arguments for a tool, taken from the question by the names and types in its schema. Undefined when a required
 * one is not there; with `mustFill` the question itself, zero, false or nothing stands in for it.
 */
export function fillArguments(
  schema: Schema,
  question: string,
  mustFill: boolean,
): Record<string, unknown> | undefined {
  const properties = isRecord(schema['properties']) ? schema['properties'] : {};
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  const input: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (!isRecord(property) || name === '__proto__') continue;
    const value =
      findValue(name, property, question) ?? (mustFill && required.has(name) ? standIn(property, question) : undefined);
    if (value !== undefined) input[name] = value;
    else if (required.has(name)) return undefined;
  }
  return input;
}

function findValue(name: string, property: Schema, question: string): unknown {
  if (Array.isArray(property['enum'])) {
    return property['enum'].find(
      option => typeof option === 'string' && question.toLowerCase().includes(option.toLowerCase()),
    );
  }
  switch (property['type']) {
    case 'integer':
    case 'number':
      return findNumber(question);
    case 'array':
      return findList(property, question);
    case 'string':
      return findText(name, property, question);
    default:
      return undefined;
  }
}

function findNumber(question: string): number | undefined {
  const counted =
    /(\d{1,6})\s*(?:장|매|개|명|권|석|자리|원)/.exec(question) ?? /(?<![\w-])(\d{1,9})(?![\w-])/.exec(question);
  return counted ? Number(counted[1]) : undefined;
}

function findList(property: Schema, question: string): readonly string[] | undefined {
  const items = property['items'];
  if (!isRecord(items) || items['type'] !== 'string') return undefined;
  const found = question.match(SEATS);
  return found ? [...new Set(found)] : undefined;
}

function findText(name: string, property: Schema, question: string): string | undefined {
  if (property['format'] === 'date' || /date$/i.test(name)) return /\d{4}-\d{2}-\d{2}/.exec(question)?.[0];
  if (WHOLE_QUESTION.test(name)) return question.trim() || undefined;
  if (IDENTIFIER.test(name)) return NUMBERED.exec(question)?.[0];
  return /["'“‘「『]([^"'”’」』]{1,100})["'”’」』]/.exec(question)?.[1];
}

function standIn(property: Schema, question: string): unknown {
  if (Array.isArray(property['enum'])) return property['enum'][0];
  switch (property['type']) {
    case 'integer':
    case 'number':
      return 0;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'object':
      return {};
    default:
      return question;
  }
}
