import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { healthSignals } from '../../testing/health-signals.ts';
import { aFeatureSet, aSnapshot, runStage } from '../../testing/a-stage-run.ts';
import { decide } from '../decide.ts';
import { breaker } from './breaker.ts';

const open = (openLeftMs = 5_000) => ({ health: healthSignals({ state: 'open', openLeftMs }) });
const ramping = (rampShare: number, generation = 1) => ({
  health: healthSignals({ state: 'ramping', rampShare, generation }),
});

describe('breaker', () => {
  it('drops open circuits and names a head that was passed over', () => {
    const { chain, drops, code, provider } = runStage(breaker, { signals: { primary: open() } });
    assert.deepEqual(
      [chain, drops, code, provider],
      [['fallback_1', 'fallback_2'], ['primary: open'], 'applied', 'primary'],
    );
    assert.equal(runStage(breaker, { signals: { fallback_1: open() } }).provider, undefined);
  });

  it('says of a provider at which our account is broken that it is that', () => {
    const signals = { primary: { health: healthSignals({ state: 'open', openCause: 'account', openLeftMs: 9_000 }) } };
    assert.deepEqual(runStage(breaker, { signals }).drops, ['primary: account']);
  });

  it('keeps the one that may be probed first when all are open', () => {
    const signals = { primary: open(9_000), fallback_1: open(2_000), fallback_2: open(2_000) };
    const { chain, code, provider } = runStage(breaker, { signals });
    assert.deepEqual([chain, code, provider], [['fallback_1'], 'all_open', 'fallback_1']);
  });

  it('keeps a half-open circuit in its place: who may probe it is asked when it is sent', () => {
    const signals = { primary: { health: healthSignals({ state: 'half_open', probing: true }) } };
    const { chain, code } = runStage(breaker, { signals });
    assert.deepEqual([chain[0], code], ['primary', 'none_open']);
  });

  it('lets a provider that ramps keep its place for its share of the decisions, and go last otherwise', () => {
    const decisions = 4_000;
    const kept = (share: number, generation: number) => {
      const snapshot = aSnapshot({ signals: { primary: ramping(share, generation) } });
      return Array.from({ length: decisions }, (_, seed) => decide(aFeatureSet(), snapshot, `seed-${seed}`, [breaker]));
    };
    for (const share of [0.25, 0.5]) {
      const first = kept(share, 1).filter(({ chain }) => chain[0] === 'primary').length / decisions;
      assert.ok(Math.abs(first - share) < 0.03, `${first} of ${share}`);
    }
    const last = kept(0.25, 1).find(({ chain }) => chain[0] !== 'primary');
    assert.deepEqual(last?.chain, ['fallback_1', 'fallback_2', 'primary']);
    const quarter = kept(0.25, 1).map(({ chain }) => chain[0] === 'primary');
    const half = kept(0.5, 1).map(({ chain }) => chain[0] === 'primary');
    assert.ok(
      quarter.every((isKept, index) => !isKept || half[index]),
      'a larger share has all of the smaller one',
    );
    assert.notDeepEqual(
      kept(0.25, 2).map(({ chain }) => chain[0] === 'primary'),
      quarter,
    );
  });

  it('changes nothing where nobody else is there, or where it is off', () => {
    const all = { primary: ramping(0), fallback_1: ramping(0), fallback_2: ramping(0) };
    assert.deepEqual(runStage(breaker, { signals: all }).chain, ['primary', 'fallback_1', 'fallback_2']);
    const off = runStage(breaker, { signals: { primary: open() }, settings: { breaker: { enabled: false } } });
    assert.deepEqual([off.chain[0], off.code], ['primary', 'off']);
  });
});
