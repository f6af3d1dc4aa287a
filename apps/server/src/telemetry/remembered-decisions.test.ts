import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aDecision } from '@naru/router/testing';
import type { RouterEvent } from '@naru/router';
import { Recent } from './recent.ts';
import { RememberedDecisions } from './remembered-decisions.ts';

function decided(decisionId: string, requestId: string): RouterEvent {
  const labels = { requestId, traceId: 'trace-1', intent: 'REFUND', risk: 'high' } as const;
  return { type: 'decided', decision: aDecision({ id: decisionId }), labels, mode: 'json', decisionId };
}

function attempt(decisionId: string): RouterEvent {
  const labels = { requestId: 'request-1', traceId: 'trace-1' };
  return {
    type: 'attempt-started',
    labels,
    mode: 'json',
    decisionId,
    attemptId: 'attempt-1',
    attempt: 1,
    provider: 'primary',
  };
}

describe('RememberedDecisions', () => {
  it('gives the calls of a request in order, with their attempts', () => {
    const decisions = new RememberedDecisions();
    decisions.router.on(decided('decision-1', 'request-1'));
    decisions.router.on(attempt('decision-1'));
    decisions.router.on(decided('decision-2', 'request-1'));
    const calls = decisions.callsOf('request-1');
    assert.deepEqual(
      calls.map(({ decision }) => decision.id),
      ['decision-1', 'decision-2'],
    );
    assert.deepEqual(calls[0]?.attempts, [{ provider: 'primary', firstTokenMs: undefined, ended: undefined }]);
  });

  it('forgets the oldest beyond its capacity, and with it the request', () => {
    const decisions = new RememberedDecisions(2);
    for (const number of [1, 2, 3]) decisions.router.on(decided(`decision-${number}`, `request-${number}`));
    assert.equal(decisions.callsOf('request-1').length, 0);
    assert.equal(decisions.callsOf('request-2').length, 1);
    assert.equal(decisions.callsOf('request-3').length, 1);
  });

  it('ignores news of an attempt whose decision is forgotten', () => {
    const decisions = new RememberedDecisions();
    decisions.router.on(attempt('decision-9'));
    assert.deepEqual(decisions.callsOf('request-1'), []);
  });
});

describe('Recent', () => {
  it('keeps the last items, oldest first', () => {
    const recent = new Recent<number>(3);
    assert.deepEqual(recent.toArray(), []);
    for (const item of [1, 2, 3, 4, 5]) recent.push(item);
    assert.deepEqual(recent.toArray(), [3, 4, 5]);
  });

  it('refuses a capacity that holds nothing', () => {
    assert.throws(() => new Recent(0), /positive integer, got 0/);
  });
});
