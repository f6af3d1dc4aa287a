import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SinkUnavailableError } from '@naru/events';
import { MongoBulkWriteError, MongoNetworkError } from 'mongodb';
import { outcomesOf } from './write-outcomes.ts';

interface Failure {
  readonly index: number;
  readonly code: number;
}

function bulkError(writeErrors: readonly Failure[], concern?: object): MongoBulkWriteError {
  const result = { getWriteConcernError: () => concern };
  const error = Object.create(MongoBulkWriteError.prototype) as { writeErrors: unknown; result: unknown };
  Object.defineProperties(error, { writeErrors: { value: writeErrors }, result: { value: result } });
  return error as unknown as MongoBulkWriteError;
}

describe('outcomesOf', () => {
  it('takes an id that is there already for a duplicate, and another refusal for what it is', () => {
    const error = bulkError([
      { index: 1, code: 11_000 },
      { index: 3, code: 10_334 },
    ]);
    assert.deepEqual(
      outcomesOf(error, 4).map(({ kind }) => kind),
      ['stored', 'duplicate', 'stored', 'refused'],
    );
  });

  it('does not believe a write that the majority has not confirmed', () => {
    const error = bulkError([{ index: 0, code: 11_000 }], { code: 64, errmsg: 'waiting for replication timed out' });
    assert.throws(() => outcomesOf(error, 1), SinkUnavailableError);
  });

  it('does not believe an error that names no document', () => {
    assert.throws(() => outcomesOf(bulkError([]), 1), SinkUnavailableError);
  });

  it('says of a lost connection only its kind', () => {
    assert.throws(
      () => outcomesOf(new MongoNetworkError('secret-host refused 010-1234-5678'), 1),
      (error: Error) => {
        assert.ok(error instanceof SinkUnavailableError);
        assert.doesNotMatch(error.message, /secret|010/);
        return true;
      },
    );
  });
});
