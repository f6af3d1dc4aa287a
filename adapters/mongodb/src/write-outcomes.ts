import { SinkUnavailableError, type WriteOutcome } from '@naru/events';
import { MongoBulkWriteError } from 'mongodb';

const DUPLICATE_KEY = 11_000;

/**
 * What became of each document of an unordered insert that did not wholly succeed.
 *
 * @throws {SinkUnavailableError} where the server took them and could not promise to keep them, or could not be asked
 */
export function outcomesOf(error: unknown, count: number): readonly WriteOutcome[] {
  if (!(error instanceof MongoBulkWriteError)) throw unavailable(error);
  // The library lists failed documents only when it has heard of all.
  const failures = [error.writeErrors].flat();
  const concern = error.result.getWriteConcernError();
  if (concern) throw unavailable(concern);
  if (failures.length === 0) throw unavailable(error);
  const outcomes = Array.from({ length: count }, (): WriteOutcome => ({ kind: 'stored' }));
  for (const { index, code } of failures) {
    outcomes[index] = code === DUPLICATE_KEY ? { kind: 'duplicate' } : { kind: 'refused', reason: 'not-accepted' };
  }
  return outcomes;
}

/** The server's own words may hold a value of an event: only their kind is told. */
export function unavailable(error: unknown): SinkUnavailableError {
  const kind = error instanceof Error ? error.name : 'unknown';
  return new SinkUnavailableError(`MongoDB did not do what it was asked (${kind}).`);
}
