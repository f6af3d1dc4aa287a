import { DatabaseError } from 'pg';
import { ConnectionFault, NoFreeConnectionError } from './connection-fault.ts';

/** Why something may be done once more: nothing of it was kept. */
export type PostgresTrouble =
  /** Locks of others, or work of our own on every connection. */
  | 'busy'
  | 'unreachable'
  /** A row is there that may have come since it was looked for: a second look tells. */
  | 'raced';

/** Codes after which the whole transaction may be done once more. */
const BUSY_CODES: ReadonlySet<string> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: `lock_timeout` passed
]);

const UNIQUE_VIOLATION = '23505';

/** `undefined`: the same would happen again. */
export function troubleOf(error: unknown): PostgresTrouble | undefined {
  if (error instanceof ConnectionFault) return 'unreachable';
  if (error instanceof NoFreeConnectionError) return 'busy';
  if (!(error instanceof DatabaseError)) return undefined;
  if (error.code === UNIQUE_VIOLATION) return 'raced';
  return BUSY_CODES.has(error.code ?? '') ? 'busy' : undefined;
}

/** Whether a statement was ended because it took too long (`statement_timeout`). */
export function isTooSlow(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '57014';
}
