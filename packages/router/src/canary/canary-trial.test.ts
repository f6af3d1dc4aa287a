import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { seededRandom } from '@naru/kernel';
import { judgeCanary, NEW_TRIAL, type CanaryArmName, type CanaryTrial } from './canary-trial.ts';

const settings = { minSamples: 50, maxExtraErrorRatio: 0.05, maxLatencyFactor: 1.5 };

/** Attempts of both sides in turn: which one, whether it failed, how long it took. */
function play(count: number, attempt: (arm: CanaryArmName, index: number) => { failed: boolean; latencyMs?: number }) {
  let trial: CanaryTrial = NEW_TRIAL;
  for (let index = 0; index < count; index += 1) {
    for (const arm of ['canary', 'control'] as const) {
      const { failed, latencyMs } = attempt(arm, index);
      trial = judgeCanary(trial, { arm, failed, latencyMs, nowMs: index * 10 }, settings);
    }
  }
  return trial;
}

describe('a canary', () => {
  it('is aborted when it fails clearly more often than the others', () => {
    const trial = play(100, (arm, index) => ({ failed: arm === 'canary' && index % 5 === 0 }));
    assert.equal(trial.state === 'aborted' && trial.because, 'errors');
  });

  it('is aborted when it is clearly slower, though nothing fails', () => {
    const trial = play(100, arm => ({ failed: false, latencyMs: arm === 'canary' ? 1_600 : 1_000 }));
    assert.equal(trial.state === 'aborted' && trial.because, 'latency');
  });

  it('goes on when both sides fail alike: the weather is nobody’s fault', () => {
    assert.equal(play(400, (_, index) => ({ failed: index % 3 === 0 })).state, 'running');
  });

  it('goes on when it is better', () => {
    const trial = play(400, (arm, index) => ({
      failed: arm === 'control' && index % 4 === 0,
      latencyMs: arm === 'canary' ? 500 : 1_000,
    }));
    assert.equal(trial.state, 'running');
  });

  it('is judged by nothing without enough data on both sides (trap 43)', () => {
    assert.equal(play(49, arm => ({ failed: arm === 'canary' })).state, 'running');
    let alone: CanaryTrial = NEW_TRIAL;
    for (let index = 0; index < 500; index += 1) {
      alone = judgeCanary(alone, { arm: 'canary', failed: true, latencyMs: 9_000, nowMs: index }, settings);
    }
    assert.equal(alone.state, 'running', 'there is nobody to compare it with');
    assert.equal(play(500, () => ({ failed: false })).state, 'running', 'without times nobody is slow');
  });

  it('stays aborted, whatever comes after', () => {
    const trial = play(2_000, (arm, index) => ({ failed: arm === 'canary' && index < 100 }));
    assert.equal(trial.state, 'aborted');
  });

  it('is seen failing also after a long time of doing well', () => {
    let trial: CanaryTrial = NEW_TRIAL;
    const attempt = (index: number, failed: boolean): void => {
      const nowMs = index * 60_000;
      trial = judgeCanary(trial, { arm: 'canary', failed, latencyMs: undefined, nowMs }, settings);
      trial = judgeCanary(trial, { arm: 'control', failed: false, latencyMs: undefined, nowMs }, settings);
    };
    for (let index = 0; index < 5_000; index += 1) attempt(index, false);
    for (let index = 5_000; index < 5_030; index += 1) attempt(index, true);
    assert.equal(trial.state, 'aborted');
  });

  it('as good as the others is hardly ever aborted by chance', () => {
    const aborted = Array.from({ length: 100 }, (_, seed) => {
      const random = seededRandom(seed);
      return play(500, () => ({ failed: random() < 0.03, latencyMs: 300 + random() * 1_500 })).state;
    }).filter(state => state === 'aborted');
    assert.ok(aborted.length <= 2, `${aborted.length} of 100`);
  });

  it('never counts below nothing, and never concludes twice', () => {
    const outcome = fc.record({
      arm: fc.constantFrom<CanaryArmName>('canary', 'control'),
      failed: fc.boolean(),
      latencyMs: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true }), { nil: undefined }),
      nowMs: fc.integer({ min: 0, max: 1e9 }),
    });
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 200 }), outcomes => {
        let trial: CanaryTrial = NEW_TRIAL;
        for (const next of outcomes) {
          const before: CanaryTrial = trial;
          trial = judgeCanary(trial, next, { ...settings, minSamples: 3 });
          if (before.state === 'aborted') assert.equal(trial, before);
          for (const { attempts, errors } of Object.values(trial.arms)) {
            assert.ok(errors >= 0 && errors <= attempts + 1e-9);
          }
        }
      }),
    );
  });
});
