import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_RECOVERY, nextMove, type NextMove, type Recovery } from './recovery.ts';
import type { StreamEnd } from './watched-transport.ts';

const move = (end: StreamEnd, before: Recovery = NO_RECOVERY, isOnline = true): NextMove =>
  nextMove(end, before, isOnline, 1);
const truncated = (receivedChars: number): StreamEnd => ({ kind: 'truncated', receivedChars });
const disconnected = (receivedChars: number): StreamEnd => ({ kind: 'disconnected', receivedChars });

function recoveryOf(next: NextMove): Recovery {
  assert.equal(next.kind, 'resume');
  return next.kind === 'resume' ? next.recovery : NO_RECOVERY;
}

describe('nextMove', () => {
  it('settles what ended with a terminal chunk', () => {
    assert.deepEqual(move({ kind: 'finished' }), { kind: 'settle', outcome: 'done' });
    assert.deepEqual(move({ kind: 'aborted' }), { kind: 'settle', outcome: 'stopped' });
  });

  it('shows an error and does not try by itself', () => {
    const error = new Error('no');
    assert.deepEqual(move({ kind: 'error', error }), { kind: 'show-error', error });
  });

  it('resumes a stream that ended without a terminal chunk once, at once', () => {
    const first = move(truncated(40));
    assert.deepEqual(first.kind === 'resume' && first.afterMs, 0);
    assert.deepEqual(move(truncated(40), recoveryOf(first)), { kind: 'read-history' });
  });

  it('resumes again when the answer has grown since', () => {
    const first = recoveryOf(move(truncated(40)));
    assert.equal(move(truncated(90), first).kind, 'resume');
  });

  it('reads the history when nothing is running any more', () => {
    assert.deepEqual(move({ kind: 'nothing-running' }), { kind: 'read-history' });
  });

  it('tries a broken connection again with growing pauses, then gives up', () => {
    const pauses: number[] = [];
    let recovery = NO_RECOVERY;
    for (;;) {
      const next = move(disconnected(10), recovery);
      if (next.kind !== 'resume') {
        assert.equal(next.kind, 'give-up');
        break;
      }
      pauses.push(next.afterMs);
      recovery = next.recovery;
    }
    assert.deepEqual(pauses, [500, 500, 1_000, 2_000, 4_000, 8_000].slice(1));
  });

  it('spreads the pauses by chance, never below half', () => {
    const least = nextMove(disconnected(0), { resumes: 0, failures: 3, receivedChars: 10 }, true, 0);
    assert.equal(least.kind === 'resume' && least.afterMs, 2_000);
  });

  it('asks again when the network is back, if the question itself could not leave', () => {
    const error = new TypeError('Failed to fetch');
    assert.deepEqual(move({ kind: 'not-sent', error }, NO_RECOVERY, false), { kind: 'ask-when-online' });
    assert.deepEqual(move({ kind: 'not-sent', error }), { kind: 'show-error', error });
  });
});
