import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { aProvider } from '../testing/a-provider.ts';
import { aFeatureSet, aSnapshot } from '../testing/a-stage-run.ts';
import { decide } from './decide.ts';
import { missingOf } from './explain.ts';
import { stages } from './stages.ts';

/** The table of the specification. */
const SPEC_ORDER =
  'policy capability blocklist health quality cost quality_floor stickiness intent canary cooldown breaker forced'.split(
    ' ',
  );

describe('decide', () => {
  it('keeps the configured order when no stage has a reason to change it', () => {
    const decision = decide(aFeatureSet(), aSnapshot(), 'seed');
    assert.deepEqual(decision.chain, ['primary', 'fallback_1', 'fallback_2']);
    assert.equal(decision.reasonCode, 'default');
    assert.equal(decision.id, 'seed');
  });

  it('leaves one note for each stage, in the order of the stages', () => {
    const { notes } = decide(aFeatureSet(), aSnapshot(), 'seed');
    assert.deepEqual(
      notes.map(({ stage }) => stage),
      stages.map(({ name }) => name),
    );
    assert.deepEqual(
      notes.map(({ stage }) => stage),
      SPEC_ORDER,
    );
  });

  it('names the last stage that changed the head, not one that changed what stands behind it', () => {
    const signals = { fallback_1: { coolingLeftMs: 1 } };
    const snapshot = aSnapshot({ settings: { blocklist: ['primary'] }, signals });
    assert.equal(decide(aFeatureSet(), snapshot, 'seed').reasonCode, 'cooldown');
    const behind = aSnapshot({
      settings: { blocklist: ['fallback_1'] },
      signals: { fallback_2: { coolingLeftMs: 1 } },
    });
    assert.equal(decide(aFeatureSet(), behind, 'seed').reasonCode, 'default');
  });

  it('lets force apply where an all-blocking list was ignored', () => {
    const settings = { blocklist: ['primary', 'fallback_1', 'fallback_2'], forced: 'fallback_1' };
    const decision = decide(aFeatureSet(), aSnapshot({ settings }), 'seed');
    assert.deepEqual(decision.chain, ['fallback_1', 'primary', 'fallback_2']);
    assert.equal(decision.reasonCode, 'forced');
  });

  it('says of every candidate where it stands or who dropped it, with its signals and its price (R-DEC-2)', () => {
    const providers = [
      aProvider({ alias: 'primary', capabilities: { tools: false } }),
      aProvider({
        alias: 'fallback_1',
        prices: { inputMicrosPer1k: 1_000, outputMicrosPer1k: 2_000, cacheReadMicrosPer1k: 0 },
      }),
    ];
    const signals = { fallback_1: { consecutiveFailures: 2, lastOutcomeAgeMs: 5 } };
    const needs = { tools: true, vision: false, contextTokens: 3_000, answerTokens: 1_000 };
    const { candidates } = decide(aFeatureSet({ needs }), aSnapshot({ providers, signals }), 'seed');
    assert.deepEqual(candidates[0]?.fate, { kind: 'dropped', stage: 'capability', why: 'tools' });
    assert.deepEqual(candidates[1]?.fate, { kind: 'kept', position: 0 });
    assert.deepEqual(candidates[1]?.signals, { coolingLeftMs: 0, consecutiveFailures: 2, lastOutcomeAgeMs: 5 });
    assert.equal(candidates[1]?.estimatedCostMicros, 4_000);
    assert.equal(candidates[0]?.estimatedCostMicros, undefined);
  });

  it('refuses when nobody can serve, and names what is missing', () => {
    const providers = [
      aProvider({ alias: 'primary', capabilities: { tools: false } }),
      aProvider({ alias: 'fallback_1', contextWindowTokens: 10 }),
    ];
    const needs = { tools: true, vision: false, contextTokens: 11 };
    const decision = decide(aFeatureSet({ needs }), aSnapshot({ providers }), 'seed');
    assert.deepEqual([decision.chain, decision.reasonCode], [[], 'no_capable_provider']);
    assert.deepEqual(missingOf(decision), ['tools', 'context_window']);
  });

  it('gives the same decision for the same question, and touches nothing of it (R-DEC-1)', () => {
    const snapshot = aSnapshot({ settings: { forced: 'fallback_2' }, signals: { primary: { coolingLeftMs: 10 } } });
    const before = structuredClone(snapshot);
    const first = decide(aFeatureSet(), snapshot, 'seed');
    assert.deepEqual(decide(aFeatureSet(), snapshot, 'seed'), first);
    assert.deepEqual(structuredClone(snapshot), before);
  });

  it('never lets a provider through that capability dropped, whatever else is set', () => {
    const aliases = Array.from({ length: 6 }, (_, index) => `provider_${index}`);
    const names = fc.subarray(aliases);
    fc.assert(
      fc.property(names, names, names, fc.constantFrom(...aliases), (incapable, blocked, cooling, forced) => {
        const providers = aliases.map(alias =>
          aProvider({ alias, capabilities: { tools: !incapable.includes(alias) } }),
        );
        const signals = Object.fromEntries(cooling.map(alias => [alias, { coolingLeftMs: 1 }]));
        const needs = { tools: true, vision: false, contextTokens: 1 };
        const snapshot = aSnapshot({ providers, settings: { blocklist: blocked, forced }, signals });
        const { chain, candidates } = decide(aFeatureSet({ needs }), snapshot, 'seed');
        assert.equal(
          chain.some(alias => incapable.includes(alias)),
          false,
        );
        assert.equal(chain.length === 0, incapable.length === aliases.length);
        assert.equal(new Set(chain).size, chain.length);
        for (const { alias, fate } of candidates) {
          assert.equal(
            fate.kind === 'kept' ? chain[fate.position] : chain.includes(alias),
            fate.kind === 'kept' && alias,
          );
        }
      }),
    );
  });
});
