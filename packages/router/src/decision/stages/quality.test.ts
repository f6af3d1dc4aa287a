import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage } from '../../testing/a-stage-run.ts';
import { quality } from './quality.ts';

const weighing = (weight: number) => ({ quality: { weight, samples: 100, ageMs: 0 } });

describe('quality', () => {
  it('puts the better answers first, and takes those of whom nothing is known for perfect', () => {
    const signals = { primary: weighing(0.4), fallback_1: weighing(0.9) };
    const outcome = runStage(quality, { signals });
    assert.deepEqual([outcome.chain, outcome.code], [['fallback_2', 'fallback_1', 'primary'], 'applied']);
  });

  it('keeps the order among equals', () => {
    const signals = { primary: weighing(0.7), fallback_1: weighing(0.9), fallback_2: weighing(0.9) };
    assert.deepEqual(runStage(quality, { signals }).chain, ['fallback_1', 'fallback_2', 'primary']);
  });

  it('says where nothing is known, and where the order is right already', () => {
    assert.equal(runStage(quality).code, 'no_samples');
    assert.equal(runStage(quality, { signals: { fallback_2: weighing(0.9) } }).code, 'unchanged');
  });
});
