import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage } from '../../testing/a-stage-run.ts';
import { forced } from './forced.ts';

const settings = { forced: 'fallback_2' };

describe('forced', () => {
  it('puts the named provider first, by alias or URL, cooling or not', () => {
    const chain = ['fallback_2', 'primary', 'fallback_1'];
    const signals = { fallback_2: { coolingLeftMs: 9_000 } };
    const byUrl = runStage(forced, { settings: { forced: 'https://fallback-2.example/v1' } });
    assert.deepEqual(runStage(forced, { settings, signals }).chain, chain);
    assert.deepEqual([byUrl.chain, byUrl.code, byUrl.provider], [chain, 'selected', 'fallback_2']);
  });

  for (const stage of ['policy', 'capability', 'blocklist'] as const) {
    it(`does not bring back what ${stage} dropped`, () => {
      const outcome = runStage(forced, { settings, dropped: { fallback_2: stage } });
      assert.deepEqual([outcome.chain, outcome.code], [['primary', 'fallback_1'], 'blocked']);
    });
  }

  it('brings back what an open circuit dropped', () => {
    const outcome = runStage(forced, { settings, dropped: { fallback_2: 'breaker' } });
    assert.deepEqual([outcome.chain, outcome.code], [['fallback_2', 'primary', 'fallback_1'], 'selected']);
  });

  it('says not_found for a name that is nobody, and never repeats that name', () => {
    const outcome = runStage(forced, { settings: { forced: 'https://nobody.example' } });
    assert.deepEqual([outcome.code, outcome.provider], ['not_found', 'unknown']);
  });

  it('does nothing where nobody is named', () => {
    assert.equal(runStage(forced).code, 'not_configured');
    assert.equal(runStage(forced, { settings: { forced: ' ' } }).code, 'not_configured');
  });
});
