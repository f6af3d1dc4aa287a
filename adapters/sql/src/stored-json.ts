import type { z } from 'zod';
import { CorruptRowError } from './errors.ts';

/** Where a JSON text was read, for the error. */
export interface StoredPlace {
  readonly table: string;
  readonly rowId: string;
  readonly column: string;
}

/** @throws {CorruptRowError} when the text is not JSON or not of the schema */
export function readStoredJson<Value>(schema: z.ZodType<Value>, text: string | null, place: StoredPlace): Value {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  // Paths only: a message of the parser's may quote what a customer wrote.
  const places = parsed.error.issues.map(({ path }) => [place.column, ...path.map(String)].join('.'));
  throw new CorruptRowError(place.table, place.rowId, [...new Set(places)]);
}

function parseJson(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
