import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { runStage } from '../../testing/a-stage-run.ts';
import { hash32 } from '../hash32.ts';
import { canary } from './canary.ts';

const sharing = (share: number, more = {}) => ({ canary: { provider: 'fallback_2', share, ...more } });
const conversation = { hash: hash32('session-1') };

describe('canary', () => {
  it('comes first for the conversations that are chosen, and for nobody else', () => {
    const chosen = runStage(canary, { settings: sharing(1), conversation });
    assert.deepEqual([chosen.chain, chosen.code], [['fallback_2', 'primary', 'fallback_1'], 'selected']);
    const others = runStage(canary, { settings: sharing(1e-9), conversation });
    assert.deepEqual([others.chain[0], others.code, others.provider], ['primary', 'control', 'fallback_2']);
  });

  it('shows a conversation always the same side, and those chosen stay so when the share grows (trap 43)', () => {
    const codeOf = (session: string, share: number) =>
      runStage(canary, { settings: sharing(share), conversation: { hash: hash32(session) } }).code;
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0.01, max: 0.5, noNaN: true }), (session, share) => {
        const code = codeOf(session, share);
        assert.equal(codeOf(session, share), code);
        if (code === 'selected') assert.equal(codeOf(session, share * 2), 'selected');
      }),
    );
  });

  it('is shown to about its share of conversations', () => {
    const chosen = Array.from({ length: 10_000 }, (_, index) => {
      const hash = hash32(`session-${index}`);
      return runStage(canary, { settings: sharing(0.1), conversation: { hash } }).code === 'selected';
    }).filter(Boolean).length;
    assert.ok(chosen > 880 && chosen < 1_120, `${chosen} of 10,000`);
  });

  it('is kept from high-risk queries but for the intents that are listed', () => {
    const settings = sharing(1, { highRiskIntents: ['REFUND'] });
    const codeOf = (intent: string) =>
      runStage(canary, { settings, conversation, features: { risk: 'high', intent } }).code;
    assert.deepEqual([codeOf('REFUND'), codeOf('ORDER')], ['selected', 'high_risk_bypass']);
  });

  it('does nothing without a conversation, once it has ended by itself, or where it is off', () => {
    assert.equal(runStage(canary, { settings: sharing(1) }).code, 'no_conversation');
    assert.equal(runStage(canary, { settings: sharing(1), conversation, canary: 'aborted' }).code, 'aborted');
    assert.equal(runStage(canary, { settings: sharing(1, { enabled: false }), conversation }).code, 'off');
    assert.equal(runStage(canary, { settings: sharing(0), conversation }).code, 'off');
    assert.equal(runStage(canary, { conversation }).code, 'not_configured');
  });

  it('says not_found for a name that is nobody or has been dropped', () => {
    const nobody = { canary: { provider: 'nobody', share: 1 } };
    assert.equal(runStage(canary, { settings: nobody, conversation }).code, 'not_found');
    const dropped = { fallback_2: 'capability' } as const;
    assert.equal(runStage(canary, { settings: sharing(1), conversation, dropped }).code, 'not_found');
  });
});
