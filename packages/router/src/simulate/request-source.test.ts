import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@naru/kernel';
import { RequestSource } from './request-source.ts';
import type { Traffic } from './scenario.ts';

const TRAFFIC: Traffic = {
  phases: [{ fromMs: 0, perSecond: 10 }],
  arrivals: 'random',
  intents: [{ intent: 'GENERAL', weight: 1, highRisk: 0 }],
  turnsPerConversation: 0,
  inputTokens: 1,
  answerTokens: 1,
  judgedShare: 0,
};

function sourceOf(overrides: Partial<Traffic>): RequestSource {
  return new RequestSource({ ...TRAFFIC, ...overrides }, seededRandom(3));
}

function arrivals(source: RequestSource, untilMs: number): number[] {
  const instants: number[] = [];
  for (let atMs = source.nextAtMs(0); atMs < untilMs; atMs = source.nextAtMs(atMs)) instants.push(atMs);
  return instants;
}

describe('RequestSource', () => {
  it('comes at the rate of each phase, and not at all where that is nothing', () => {
    const phases = [
      { fromMs: 0, perSecond: 10 },
      { fromMs: 100_000, perSecond: 0 },
      { fromMs: 200_000, perSecond: 50 },
    ];
    const instants = arrivals(sourceOf({ phases }), 300_000);
    const between = (fromMs: number, toMs: number): number =>
      instants.filter(atMs => atMs >= fromMs && atMs < toMs).length;
    assert.ok(Math.abs(between(0, 100_000) - 1_000) < 120);
    assert.equal(between(100_000, 200_000), 0);
    assert.ok(Math.abs(between(200_000, 300_000) - 5_000) < 250);
  });

  it('comes at even times where that is asked for', () => {
    assert.deepEqual(arrivals(sourceOf({ arrivals: 'even' }), 450), [100, 200, 300, 400]);
  });

  it('ends when nobody asks any more', () => {
    assert.equal(sourceOf({ phases: [{ fromMs: 0, perSecond: 0 }] }).nextAtMs(0), Infinity);
  });

  it('asks about intents by their weight, a share of them at high risk', () => {
    const source = sourceOf({
      intents: [
        { intent: 'REFUND', weight: 3, highRisk: 0.5 },
        { intent: 'SHIPPING', weight: 1, highRisk: 0 },
      ],
    });
    const requests = Array.from({ length: 8_000 }, () => source.next());
    const refunds = requests.filter(({ intent }) => intent === 'REFUND');
    assert.ok(Math.abs(refunds.length - 6_000) < 200);
    assert.ok(Math.abs(refunds.filter(({ risk }) => risk === 'high').length - 3_000) < 200);
    assert.ok(requests.every(({ intent, risk }) => intent === 'REFUND' || risk === 'normal'));
  });

  it('goes on with conversations as long as they are on average', () => {
    const source = sourceOf({ turnsPerConversation: 4 });
    const sessions = new Set(Array.from({ length: 8_000 }, () => source.next().sessionId));
    assert.ok(Math.abs(sessions.size - 2_100) < 250, `${sessions.size} conversations`);
    assert.equal(sourceOf({}).next().sessionId, undefined);
  });
});
