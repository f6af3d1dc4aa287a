const SQLITE_BUSY = 5;
const SQLITE_LOCKED = 6;

/** Whether SQLite refused because somebody else has the lock; the statement then changed nothing. */
export function isLocked(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return false;
  // The low byte is the kind, what stands above it the special case.
  const kind = error.errcode & 0xff;
  return kind === SQLITE_BUSY || kind === SQLITE_LOCKED;
}
