import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage } from '../../testing/a-stage-run.ts';
import { qualityFloor } from './quality-floor.ts';

const weighing = (weight: number) => ({ quality: { weight, samples: 100, ageMs: 0 } });

describe('quality floor', () => {
  it('promotes the best provider above the cut line when the head is below it', () => {
    const signals = { primary: weighing(0.49), fallback_1: weighing(0.6), fallback_2: weighing(0.8) };
    const outcome = runStage(qualityFloor, { signals });
    assert.deepEqual([outcome.chain, outcome.code], [['fallback_2', 'primary', 'fallback_1'], 'selected']);
    assert.equal(outcome.provider, 'fallback_2');
  });

  it('leaves a head at the cut line where it is', () => {
    const outcome = runStage(qualityFloor, { signals: { primary: weighing(0.5) } });
    assert.deepEqual([outcome.chain[0], outcome.code], ['primary', 'above_cutline']);
  });

  it('keeps the order and says so when nobody is above', () => {
    const signals = { primary: weighing(0.1), fallback_1: weighing(0.3), fallback_2: weighing(0.2) };
    const outcome = runStage(qualityFloor, { signals });
    assert.deepEqual([outcome.chain[0], outcome.code, outcome.provider], ['primary', 'none_above_cutline', undefined]);
  });

  it('takes a provider of whom little is known for good', () => {
    assert.equal(runStage(qualityFloor, { signals: { primary: weighing(0.1) } }).chain[0], 'fallback_1');
  });

  it('is off at a cut line of 0', () => {
    const settings = { quality: { cutline: 0 } };
    assert.equal(runStage(qualityFloor, { settings, signals: { primary: weighing(0) } }).code, 'not_configured');
  });
});
