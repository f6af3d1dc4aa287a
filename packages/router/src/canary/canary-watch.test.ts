import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import type { AttemptEndedEvent, CanaryAbortedEvent } from '../telemetry/router-event.ts';
import { aDecision } from '../testing/a-decision.ts';
import { CanaryWatch } from './canary-watch.ts';

const ABORT = { minSamples: 2, maxExtraErrorRatio: 0.05, maxLatencyFactor: 1.5 };
const CANARY = {
  provider: { alias: 'fallback_1' },
  enabled: true,
  share: 0.5,
  highRiskIntents: new Set<string>(),
  id: 'settings 0.5',
};

function setUp() {
  const aborted: CanaryAbortedEvent[] = [];
  const watch = new CanaryWatch(new FakeClock(), event => aborted.push(event));
  const ended = (arm: 'canary' | 'control', event: Partial<AttemptEndedEvent> = {}, canary = CANARY): void => {
    const chain = arm === 'canary' ? ['fallback_1', 'primary'] : ['primary', 'fallback_1'];
    const code = arm === 'canary' ? 'selected' : 'control';
    const decision = aDecision({ chain, notes: [{ stage: 'canary', code, chain, provider: 'fallback_1' }] });
    watch.ended(
      {
        type: 'attempt-ended',
        labels: { requestId: 'r', traceId: 't' },
        mode: 'stream',
        decisionId: decision.id,
        attemptId: 'a',
        attempt: 1,
        provider: chain[0] ?? '',
        outcome: 'ok',
        committed: true,
        dispatched: true,
        durationMs: 900,
        firstTokenMs: 300,
        usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, estimated: false },
        ...event,
      },
      decision,
      canary,
      ABORT,
    );
  };
  const failing = (): void => {
    for (let index = 0; index < 40; index += 1) {
      ended('control');
      ended('canary', { outcome: 'server' });
    }
  };
  return { watch, aborted, ended, failing };
}

describe('the watch over a canary', () => {
  it('tells once that it has ended, and why', () => {
    const { aborted, failing, watch } = setUp();
    failing();
    assert.deepEqual(aborted, [{ type: 'canary-aborted', provider: 'fallback_1', reason: 'errors' }]);
    assert.equal(watch.trialOf(CANARY).state, 'aborted');
  });

  it('takes how long was waited in vain for its time', () => {
    const { aborted, ended } = setUp();
    for (let index = 0; index < 40; index += 1) {
      const isOut = index % 2 === 0;
      // Both fail alike, so that only the time can tell them apart.
      ended('control', isOut ? { outcome: 'server', firstTokenMs: undefined } : {});
      ended('canary', isOut ? { outcome: 'timeout_first_token', firstTokenMs: undefined, durationMs: 6_000 } : {});
    }
    assert.deepEqual(
      aborted.map(({ reason }) => reason),
      ['latency'],
    );
  });

  it('counts no cancels, no faults of the caller, no later attempts and nobody else’s', () => {
    const { ended, watch } = setUp();
    ended('canary', { outcome: 'cancelled' });
    ended('canary', { outcome: 'bad_request' });
    ended('canary', { attempt: 2 });
    ended('canary', { provider: 'primary' });
    ended('control', { provider: 'fallback_1' });
    assert.equal(watch.trialOf(CANARY).arms.canary.attempts, 0);
    assert.equal(watch.trialOf(CANARY).arms.control.attempts, 0);
  });

  it('begins anew with another wish of an operator’s, and for another canary', () => {
    const { ended, failing, watch } = setUp();
    failing();
    assert.equal(watch.trialOf({ ...CANARY, id: 'override' }).state, 'running');
    ended('canary', {}, { ...CANARY, id: 'override' });
    assert.equal(watch.trialOf({ ...CANARY, id: 'override' }).arms.canary.attempts, 1);
  });
});
