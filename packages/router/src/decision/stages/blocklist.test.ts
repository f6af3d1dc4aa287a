import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage } from '../../testing/a-stage-run.ts';
import { blocklist } from './blocklist.ts';

describe('blocklist', () => {
  const cases = [
    { list: [], chain: ['primary', 'fallback_1', 'fallback_2'], code: 'not_configured' },
    { list: ['primary'], chain: ['fallback_1', 'fallback_2'], code: 'applied' },
    { list: ['https://primary.example/v1'], chain: ['fallback_1', 'fallback_2'], code: 'applied' },
    {
      list: ['openai+https://primary.example/v1/#primary-model'],
      chain: ['fallback_1', 'fallback_2'],
      code: 'applied',
    },
    { list: ['nobody', '__proto__'], chain: ['primary', 'fallback_1', 'fallback_2'], code: 'not_configured' },
    {
      list: ['primary', 'fallback_1', 'fallback_2'],
      chain: ['primary', 'fallback_1', 'fallback_2'],
      code: 'all_blocked_ignored',
    },
  ];
  for (const { list, chain, code } of cases) {
    it(`of ${JSON.stringify(list)} leaves ${chain.join(', ')} and notes ${code}`, () => {
      const outcome = runStage(blocklist, { settings: { blocklist: list } });
      assert.deepEqual([outcome.chain, outcome.code], [chain, code]);
    });
  }

  it('counts as all-blocking what blocks all that the stages before it left', () => {
    const settings = { blocklist: ['fallback_1'] };
    const dropped = { primary: 'capability', fallback_2: 'capability' } as const;
    const { chain, code } = runStage(blocklist, { settings, dropped });
    assert.deepEqual([chain, code], [['fallback_1'], 'all_blocked_ignored']);
  });
});
