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

  it('drains a provider: it keeps the conversations it has and gets no others (R-OPS-1)', () => {
    const controls = { drained: new Set(['primary']) };
    const other = runStage(blocklist, { controls, conversation: { hash: 1, lastProvider: 'fallback_1' } });
    assert.deepEqual([other.chain, other.drops], [['fallback_1', 'fallback_2'], ['primary: drained']]);
    const own = runStage(blocklist, { controls, conversation: { hash: 1, lastProvider: 'primary' } });
    assert.deepEqual([own.chain[0], own.code], ['primary', 'none_in_chain']);
    assert.equal(runStage(blocklist, { controls }).chain[0], 'fallback_1');
  });

  it('ignores draining together with blocking where nobody would be left', () => {
    const controls = { drained: new Set(['primary']), blocked: new Set(['fallback_1', 'fallback_2']) };
    const outcome = runStage(blocklist, { controls });
    assert.deepEqual([outcome.chain.length, outcome.code], [3, 'all_blocked_ignored']);
  });
});
