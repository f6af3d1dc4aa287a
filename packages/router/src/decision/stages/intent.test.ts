import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage } from '../../testing/a-stage-run.ts';
import { intent } from './intent.ts';

const settings = { intents: { REFUND: 'fallback_1', general: 'https://fallback-2.example/v1', ORDER: 'nobody' } };

describe('intent', () => {
  it('puts the named provider first, by alias or URL', () => {
    const refund = runStage(intent, { settings, features: { intent: 'REFUND' } });
    assert.deepEqual([refund.chain, refund.code], [['fallback_1', 'primary', 'fallback_2'], 'selected']);
    assert.equal(refund.provider, 'fallback_1');
    assert.equal(runStage(intent, { settings, features: { intent: 'refund' } }).code, 'selected');
  });

  it('takes a request of no intent for a general one', () => {
    assert.equal(runStage(intent, { settings }).chain[0], 'fallback_2');
  });

  for (const other of ['SHIPPING', 'constructor', '__proto__']) {
    it(`has no policy for ${other}`, () => {
      assert.equal(runStage(intent, { settings, features: { intent: other } }).code, 'no_policy');
    });
  }

  it('says not_found for a name that is nobody or has been dropped', () => {
    const unknown = runStage(intent, { settings, features: { intent: 'ORDER' } });
    assert.deepEqual([unknown.code, unknown.provider], ['not_found', 'unknown']);
    const dropped = runStage(intent, {
      settings,
      features: { intent: 'REFUND' },
      dropped: { fallback_1: 'blocklist' },
    });
    assert.deepEqual([dropped.code, dropped.provider], ['not_found', 'unknown']);
  });
});
