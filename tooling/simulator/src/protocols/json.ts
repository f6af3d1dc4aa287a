/** A parsed JSON document of unknown origin. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** A request that a provider of this protocol would refuse, with the place and what was expected there. */
export class RequestFault extends Error {
  readonly path: string;

  constructor(path: string, expected: string, found: Json | undefined) {
    super(`${path}: expected ${expected}, found ${describe(found)}`);
    this.name = 'RequestFault';
    this.path = path;
  }
}

/** Names the kind of a value, never its content: a request may hold a customer's words. */
function describe(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return typeof value === 'object' ? 'an object' : `${typeof value} ${value}`;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

export function objectAt(value: Json | undefined, path: string): JsonObject {
  if (!isObject(value)) throw new RequestFault(path, 'an object', value);
  return value;
}

export function listAt(value: Json | undefined, path: string): readonly Json[] {
  if (!isList(value)) throw new RequestFault(path, 'a list', value);
  return value;
}

export function textAt(value: Json | undefined, path: string): string {
  if (typeof value !== 'string') throw new RequestFault(path, 'a text', value);
  return value;
}

export function optionalBoolean(value: Json | undefined, path: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw new RequestFault(path, 'true or false', value);
  return value;
}

/** A whole number of at least 1, or nothing. */
export function optionalCount(value: Json | undefined, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 1) {
    throw new RequestFault(path, 'a whole number of at least 1', value);
  }
  return value;
}

export function optionalNumberWithin(value: Json | undefined, path: string, min: number, max: number): void {
  if (value === undefined || value === null) return;
  if (typeof value !== 'number' || value < min || value > max) {
    throw new RequestFault(path, `a number from ${min} to ${max}`, value);
  }
}
