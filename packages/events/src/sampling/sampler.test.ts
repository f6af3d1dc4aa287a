import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '@naru/kernel';
import type { EventDraft } from '../event/wide-event.ts';
import { aDraft, aFailedDraft } from '../testing/an-event.ts';
import { createSampler, SAMPLING_DEFAULTS, type SamplingSettings } from './sampler.ts';
import { stableHash } from './stable-hash.ts';

function samplerWith(settings: Partial<SamplingSettings> = {}) {
  return createSampler({ ...SAMPLING_DEFAULTS, ...settings });
}

describe('createSampler (E-SMP-1)', () => {
  const always: readonly (readonly [string, EventDraft, string])[] = [
    ['an error', aFailedDraft(), 'error'],
    ['a route that is critical', aDraft({ route: '/v1/payments/:id/confirm' }), 'critical'],
    ['work of a critical kind', aDraft({ kind: 'send', route: 'send/naver' }), 'critical'],
    [
      'a decision that failed over',
      aDraft({ decision: { id: 'd', reason: 'health', failedOver: true } }),
      'failed-over',
    ],
    [
      'a decision that found nobody',
      aDraft({ decision: { id: 'd', reason: 'health', exhausted: true } }),
      'failed-over',
    ],
    [
      'a decision that an operator, a budget or a canary had a part in (R-DEC-3)',
      aDraft({ decision: { id: 'd', reason: 'forced', shaped: true } }),
      'shaped',
    ],
    ['slow work', aDraft({ route: '/v1/tickets', durationMs: 3_001 }), 'slow'],
    ['work that is slow for its route', aDraft({ route: '/v1/chat/stream', durationMs: 15_001 }), 'slow'],
    ['work that is slow for its kind', aDraft({ kind: 'tool-call', route: 'tool/x', durationMs: 2_001 }), 'slow'],
  ];
  for (const [what, draft, rule] of always) {
    it(`always keeps ${what}`, () => {
      assert.deepEqual(samplerWith({ rate: 0 })(draft), { kept: true, rule, rate: 1 });
    });
  }

  it('does not call a long answer slow', () => {
    assert.equal(samplerWith({ rate: 0 })(aDraft({ route: '/v1/chat/stream', durationMs: 14_000 })).kept, false);
  });

  it('keeps of the rest the share asked for, and says so', () => {
    assert.deepEqual(samplerWith({ rate: 1 })(aDraft()), { kept: true, rule: 'share', rate: 1 });
    assert.deepEqual(samplerWith({ rate: 0 })(aDraft()), { kept: false });
  });

  it('keeps a share within three deviations, for random ids and for ids that count up', () => {
    const sampler = samplerWith({ rate: 0.05 });
    const random = seededRandom(11);
    const count = 200_000;
    const deviation = Math.sqrt(count * 0.05 * 0.95);
    for (const idOf of [() => random().toString(36), (index: number) => `request-${index}`]) {
      let kept = 0;
      for (let index = 0; index < count; index += 1) if (sampler(aDraft({ requestId: idOf(index) })).kept) kept += 1;
      assert.ok(Math.abs(kept - count * 0.05) <= 3 * deviation, `kept ${kept}`);
    }
  });

  it('keeps with a larger share whatever it keeps with a smaller one, and all events of a request alike (property)', () => {
    const rate = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), rate, rate, (requestId, one, other) => {
        const [low, high] = one <= other ? [one, other] : [other, one];
        const keeps = (share: number, draft: EventDraft): boolean => samplerWith({ rate: share })(draft).kept;
        if (keeps(low, aDraft({ requestId }))) assert.ok(keeps(high, aDraft({ requestId })));
        assert.equal(
          keeps(low, aDraft({ requestId })),
          keeps(low, aDraft({ requestId, kind: 'chat-turn', route: 'b' })),
        );
      }),
    );
  });

  it('refuses shares and thresholds that make no sense', () => {
    for (const rate of [-0.1, 1.1, Number.NaN]) assert.throws(() => samplerWith({ rate }), /from 0 to 1/);
    assert.throws(() => samplerWith({ slowMsByRoute: { '/a': 0 } }), /above 0 ms/);
  });
});

describe('stableHash', () => {
  it('gives the numbers that every version before gave', () => {
    assert.deepEqual(['', 'request-1', '요청'].map(stableHash), [2_872_998_923, 627_036_521, 3_533_845_193]);
  });
});
