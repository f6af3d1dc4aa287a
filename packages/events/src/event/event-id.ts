import type { Ids } from '@naru/kernel';

/** Crockford's alphabet: sorts like the numbers it stands for, and has no letters that look alike. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TIME_LENGTH = 10;
const PART_LENGTH = 8;

/** Names one run of a process, in 40 random bits. */
export function newProducerId(ids: Ids): string {
  return crockford(Number.parseInt(ids.newId().slice(-10), 16), PART_LENGTH);
}

/**
 * An id of 26 letters that sorts by time, in the form of a ULID; in place of its random part stand the producer and
 * the sequence, so that no chance is needed for each event and none can collide within a producer.
 */
export function eventIdOf(atMs: number, producer: string, sequence: number): string {
  return crockford(Math.max(0, Math.floor(atMs)), TIME_LENGTH) + producer + crockford(sequence, PART_LENGTH);
}

/** The smallest id that an event of this instant can have: ids and instants are compared through it. */
export function firstEventIdAt(atMs: number): string {
  return crockford(Math.max(0, Math.floor(atMs)), TIME_LENGTH) + '0'.repeat(2 * PART_LENGTH);
}

function crockford(value: number, length: number): string {
  let text = '';
  let rest = value;
  for (let place = 0; place < length; place += 1) {
    const next = Math.floor(rest / 32);
    text = ALPHABET.charAt(rest - next * 32) + text;
    rest = next;
  }
  return text;
}
