import { randomBytes } from 'node:crypto';

/** Makes ids that nobody can guess. */
export interface Ids {
  /** 128 random bits as 32 lower-case hex digits; also valid as a W3C trace id. */
  newId(): string;
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
