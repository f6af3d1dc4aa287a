import { DatabaseError } from 'pg';
import { ConnectionFault, NoFreeConnectionError } from './connection-fault.ts';

/** Why something may be done once more: nothing of it was kept. */
export type PostgresTrouble =
  /** Locks of others, or work of our own on every connection. */
  'busy' | 'unreachable';

/** Codes after which the whole transaction may be done once more. */
const BUSY_CODES: ReadonlySet<string> = new Set([
  '40001', // serialization_failure
  '40P01', // deadlock_detected
  '55P03', // lock_not_available: `lock_timeout` passed
]);

/** `undefined`: the same would happen again. */
export function troubleOf(error: unknown): PostgresTrouble | undefined {
  if (error instanceof ConnectionFault) return 'unreachable';
  if (error instanceof NoFreeConnectionError) return 'busy';
  if (error instanceof DatabaseError && BUSY_CODES.has(error.code ?? '')) return 'busy';
  return undefined;
}

/** Whether a statement was ended because it took too long (`statement_timeout`). */
export function isTooSlow(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === '57014';
}
