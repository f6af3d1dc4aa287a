import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aProvider } from '../../testing/a-provider.ts';
import { healthSignals } from '../../testing/health-signals.ts';
import { runStage } from '../../testing/a-stage-run.ts';
import { health } from './health.ts';

const scored = (score: number, samples = 20) => ({ health: healthSignals({ score, samples }) });

describe('health', () => {
  it('puts a better provider first, and names it', () => {
    const signals = { primary: scored(0.8), fallback_1: scored(0.9), fallback_2: scored(1) };
    const { chain, code, provider } = runStage(health, { signals });
    assert.deepEqual([chain, code, provider], [['fallback_2', 'fallback_1', 'primary'], 'applied', 'fallback_2']);
  });

  it('takes a lead under 0.05 for a tie, and 0.05 for a lead', () => {
    const tie = { primary: scored(0.951), fallback_1: scored(1) };
    assert.deepEqual(runStage(health, { signals: tie }).chain, ['primary', 'fallback_1', 'fallback_2']);
    for (const [less, more] of [
      [0.95, 1],
      [0.65, 0.7],
      [0.85, 0.9],
    ] as const) {
      const lead = { primary: scored(less), fallback_1: scored(more) };
      assert.equal(runStage(health, { signals: lead }).chain[0], 'fallback_1', `${less} and ${more}`);
    }
  });

  it('leaves those of whom too little is known where they are, however good or bad', () => {
    const signals = { primary: scored(0.5), fallback_1: scored(0, 19), fallback_2: scored(1) };
    assert.deepEqual(runStage(health, { signals }).chain, ['fallback_2', 'fallback_1', 'primary']);
    const alone = runStage(health, { signals: { primary: scored(0) } });
    assert.deepEqual([alone.chain[0], alone.code], ['primary', 'too_few_samples']);
  });

  it('asks for as many samples as is set, and is off where it is switched off', () => {
    const signals = { primary: scored(0.5, 5), fallback_1: scored(1, 5) };
    const settings = { health: { minSample: 5 } };
    assert.equal(runStage(health, { signals, settings }).chain[0], 'fallback_1');
    const off = runStage(health, { signals, settings: { health: { minSample: 5, routingEnabled: false } } });
    assert.deepEqual([off.chain[0], off.code], ['primary', 'off']);
  });

  it('never leaves a provider behind one that it leads by 0.05, and never turns a tie of all', () => {
    const aliases = Array.from({ length: 8 }, (_, index) => `p${index}`);
    const providers = aliases.map(alias => aProvider({ alias }));
    const scores = fc.array(
      fc.integer({ min: 0, max: 40 }).map(step => step / 40),
      { minLength: 8, maxLength: 8 },
    );
    fc.assert(
      fc.property(scores, all => {
        const signals = Object.fromEntries(aliases.map((alias, index) => [alias, scored(all[index] ?? 0)]));
        const { chain } = runStage(health, { providers, signals });
        const inOrder = chain.map(alias => all[aliases.indexOf(alias)] ?? 0);
        assert.deepEqual(chain.toSorted(), aliases);
        inOrder.forEach((score, place) => {
          for (const later of inOrder.slice(place + 1)) assert.ok(later - score < 0.05 - 1e-9, `${inOrder.join()}`);
        });
        if (Math.max(...all) - Math.min(...all) < 0.05 - 1e-9) assert.deepEqual(chain, aliases);
      }),
    );
  });
});
