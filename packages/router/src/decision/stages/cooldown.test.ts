import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStage } from '../../testing/a-stage-run.ts';
import { cooldown } from './cooldown.ts';

const COOLING = { coolingLeftMs: 1_000 };
const SILENT = { silence: { attempts: 4, oldestMs: 1_250 } };

describe('cooldown', () => {
  it('puts a cooling head last and names it as passed over', () => {
    const outcome = runStage(cooldown, { signals: { primary: COOLING } });
    assert.deepEqual(outcome.chain, ['fallback_1', 'fallback_2', 'primary']);
    assert.deepEqual([outcome.code, outcome.provider], ['applied', 'primary']);
  });

  it('keeps the order of those that cool, and names nobody when the head does not', () => {
    const outcome = runStage(cooldown, { signals: { fallback_1: COOLING } });
    assert.deepEqual(outcome.chain, ['primary', 'fallback_2', 'fallback_1']);
    assert.equal(outcome.provider, undefined);
  });

  it('puts a silent head behind those that answer and before those that cool, and says what it was silent about', () => {
    const outcome = runStage(cooldown, { signals: { primary: SILENT, fallback_2: COOLING } });
    assert.deepEqual(outcome.chain, ['fallback_1', 'primary', 'fallback_2']);
    const { code, provider, detail } = runStage(cooldown, { signals: { primary: SILENT } });
    assert.deepEqual([code, provider, detail], ['silent', 'primary', 'primary keeps 4 waiting, one for 1250 ms']);
  });

  it('prefers a silent provider to one that cools', () => {
    const signals = { primary: COOLING, fallback_1: SILENT, fallback_2: COOLING };
    assert.deepEqual(runStage(cooldown, { signals }).chain, ['fallback_1', 'primary', 'fallback_2']);
  });

  it('changes nothing when all are cooling', () => {
    const signals = { primary: COOLING, fallback_1: COOLING, fallback_2: COOLING };
    const { chain, code } = runStage(cooldown, { signals });
    assert.deepEqual([chain, code], [['primary', 'fallback_1', 'fallback_2'], 'all_cooling']);
  });

  it('changes nothing when none is, or when it is off', () => {
    assert.equal(runStage(cooldown).code, 'none_cooling');
    assert.equal(runStage(cooldown, { settings: { cooldownMs: 0 }, signals: { primary: COOLING } }).code, 'off');
  });
});
