import type { Ids } from '../ids.ts';

/** Ids that a test can foresee: 32 hex digits that count up from 1. */
export function sequentialIds(): Ids {
  let count = 0;
  return { newId: () => (++count).toString(16).padStart(32, '0') };
}
