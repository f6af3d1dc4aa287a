import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SilentAttempts } from './silent-attempts.ts';

const USUAL_MS = 500;

function setUp(sentAtMs: readonly number[]) {
  const attempts = new SilentAttempts();
  for (const atMs of sentAtMs) attempts.sent(atMs);
  return { attempts, silenceAt: (nowMs: number) => attempts.silence(USUAL_MS, nowMs) };
}

describe('silence of a provider', () => {
  it('begins when three attempts have waited three usual waits too long, all together', () => {
    const { silenceAt } = setUp([0, 100, 200]);
    assert.equal(silenceAt(1_099), undefined);
    assert.deepEqual(silenceAt(1_100), { attempts: 3, oldestMs: 1_100 });
  });

  it('is not of one attempt or two, however long they wait', () => {
    const { silenceAt } = setUp([0, 10]);
    assert.equal(silenceAt(60_000), undefined);
  });

  it('comes the sooner the more attempts wait, but never within the usual wait', () => {
    const { silenceAt } = setUp(Array.from({ length: 50 }, (_, index) => index * 10));
    assert.equal(silenceAt(USUAL_MS), undefined);
    assert.ok(silenceAt(USUAL_MS + 200), 'fifty of them');
  });

  it('ends with the next answer, which speaks for all who were sent before it', () => {
    const { attempts, silenceAt } = setUp([0, 100, 200, 300]);
    assert.ok(silenceAt(1_500));
    attempts.answered(300);
    assert.equal(silenceAt(1_500), undefined);
    assert.equal(silenceAt(60_000), undefined);
  });

  it('is not ended by an answer that was sent for before', () => {
    const { attempts, silenceAt } = setUp([0, 100, 200, 300]);
    attempts.answered(0);
    assert.deepEqual(silenceAt(1_500), { attempts: 3, oldestMs: 1_400 });
  });

  it('does not count who has left', () => {
    const { attempts, silenceAt } = setUp([0, 100, 200]);
    attempts.gone(100);
    assert.equal(silenceAt(60_000), undefined);
  });

  it('takes no process that was busy for a moment for a silent provider', () => {
    const attempts = new SilentAttempts();
    for (let sent = 0; sent < 64; sent += 1) attempts.sent(sent);
    assert.equal(attempts.silence(5, 330), undefined, 'a third of a second is nobody’s silence');
    assert.ok(attempts.silence(5, 600));
  });

  it('knows no more attempts than it needs, and counts those that wait much too long', () => {
    const { attempts } = setUp(Array.from({ length: 10_000 }, () => 0));
    assert.equal(attempts.overdue(USUAL_MS, 3 * USUAL_MS), 0);
    assert.equal(attempts.overdue(USUAL_MS, 3 * USUAL_MS + 1), 64);
  });
});
