import { randomBytes } from 'node:crypto';

/** Makes ids that nobody can guess. */
export interface Ids {
  /** 128 random bits as 32 lower-case hex digits; also valid as a W3C trace id. */
  newId(): string;
}

const TIME_DIGITS = 12;

/**
 * An id that sorts by the time of its making, as 48 bits of milliseconds before 80 random ones (the idea of UUID
 * version 7, RFC 9562). For what is written much: in a table ordered by id, neighbours in time are neighbours on disk.
 */
export function timeOrderedId(nowMs: number, ids: Ids): string {
  return Math.max(0, Math.floor(nowMs)).toString(16).padStart(TIME_DIGITS, '0') + ids.newId().slice(TIME_DIGITS);
}

const POOL_BYTES = 4096;
const ID_BYTES = 16;

/** Ids from the operating system's randomness, drawn in blocks because one system call an id shows in profiles. */
export function createSystemIds(): Ids {
  let pool = Buffer.alloc(0);
  let offset = 0;
  return {
    newId() {
      if (offset + ID_BYTES > pool.length) {
        pool = randomBytes(POOL_BYTES);
        offset = 0;
      }
      offset += ID_BYTES;
      return pool.toString('hex', offset - ID_BYTES, offset);
    },
  };
}
