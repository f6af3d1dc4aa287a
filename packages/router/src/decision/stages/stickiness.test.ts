import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage, type StageRun } from '../../testing/a-stage-run.ts';
import type { StageNote } from '../decision.ts';
import { stickiness } from './stickiness.ts';

const ORDER = ['primary', 'fallback_1', 'fallback_2'];
const weighing = (weight: number) => ({ quality: { weight, samples: 100, ageMs: 0 } });
const sticky = (run: StageRun = {}) =>
  runStage(stickiness, {
    settings: { stickiness: { enabled: true } },
    conversation: { hash: 1, lastProvider: 'fallback_2' },
    ...run,
  });
const noteOf = (note: Partial<StageNote>): StageNote => ({ stage: 'policy', code: 'x', chain: ORDER, ...note });

describe('stickiness', () => {
  it('keeps the provider of the last turn', () => {
    const outcome = sticky();
    assert.deepEqual([outcome.chain, outcome.code], [['fallback_2', 'primary', 'fallback_1'], 'selected']);
  });

  it('is off by default', () => {
    assert.equal(sticky({ settings: {} }).code, 'off');
  });

  it('lets go where another one is better by more than a switch costs', () => {
    const signals = { primary: weighing(0.9), fallback_2: weighing(0.7) };
    assert.equal(sticky({ signals }).code, 'worth_switching');
    const near = { primary: weighing(0.9), fallback_2: weighing(0.85) };
    assert.equal(sticky({ signals: near }).code, 'selected');
  });

  it('is not for high-risk queries', () => {
    assert.equal(sticky({ features: { risk: 'high' } }).code, 'high_risk_bypass');
  });

  for (const stage of ['cost', 'quality_floor'] as const) {
    it(`does not undo what ${stage} chose, also where that one was first already`, () => {
      const notes = [noteOf({}), noteOf({ stage, code: 'selected', provider: 'primary' })];
      const outcome = sticky({ notes });
      assert.deepEqual([outcome.chain, outcome.code], [ORDER, 'kept_move']);
    });

    it(`keeps the provider that ${stage} chose itself`, () => {
      const notes = [noteOf({}), noteOf({ stage, code: 'selected', provider: 'fallback_2' })];
      assert.equal(sticky({ notes }).code, 'selected');
    });
  }

  it('does not undo that health put another one before it (trap 42)', () => {
    const before = noteOf({ chain: ['fallback_2', 'primary', 'fallback_1'] });
    const after = noteOf({ stage: 'health', code: 'applied', chain: ORDER });
    assert.equal(sticky({ notes: [before, after] }).code, 'kept_move');
    const others = noteOf({ stage: 'health', code: 'applied', chain: ['fallback_1', 'primary', 'fallback_2'] });
    assert.equal(sticky({ notes: [noteOf({}), others] }).code, 'selected', 'what moved among others is no matter');
  });

  it('undoes what quality moved, within what a switch costs', () => {
    const before = noteOf({ chain: ['fallback_2', 'primary', 'fallback_1'] });
    const after = noteOf({ stage: 'quality', code: 'applied', chain: ORDER });
    assert.equal(sticky({ notes: [before, after] }).code, 'selected');
  });

  it('does not keep one below the cut line, nor against a spend ceiling', () => {
    const signals = Object.fromEntries(ORDER.map(alias => [alias, weighing(0.4)]));
    assert.equal(sticky({ signals }).code, 'below_cutline');
    assert.equal(sticky({ spend: 'over_soft_ceiling' }).code, 'over_ceiling');
  });

  it('does nothing for a new conversation, or one whose provider is first or gone', () => {
    assert.equal(sticky({ conversation: { hash: 1 } }).code, 'no_last_provider');
    assert.equal(sticky({ conversation: { hash: 1, lastProvider: 'primary' } }).code, 'already_first');
    assert.equal(sticky({ dropped: { fallback_2: 'blocklist' } }).code, 'not_found');
  });
});
