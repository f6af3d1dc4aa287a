import { RequestProblem } from '../errors/problem.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** A refusal that names the parameter, as OpenAI's own do. */
export function wrong(param: string, allowed: string, found: unknown): RequestProblem {
  const message = `'${param}' must be ${allowed}, got ${kindOf(found)}.`;
  return new RequestProblem('invalid_request', { field: param, message });
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws {RequestProblem} unless the value is missing, null, or a number in the range */
export function optionalNumber(
  body: JsonObject,
  param: string,
  { min, max, isInteger = false }: { readonly min: number; readonly max: number; readonly isInteger?: boolean },
): number | undefined {
  const value = body[param];
  if (value === undefined || value === null) return undefined;
  const isAllowed =
    typeof value === 'number' && value >= min && value <= max && (!isInteger || Number.isInteger(value));
  if (!isAllowed) throw wrong(param, `${isInteger ? 'an integer' : 'a number'} from ${min} to ${max}`, value);
  return value;
}

/** @throws {RequestProblem} unless the value is missing, null, or a boolean */
export function optionalBoolean(body: JsonObject, param: string): boolean {
  const value = body[param];
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw wrong(param, 'true or false', value);
  return value;
}

/** What was found, without repeating words: a number or a boolean as it is, else its type. */
function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
