import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkExpectation, parseExpectation } from './expectation.ts';
import type { SimulationResult } from './simulate.ts';

const POLICIES = ['A', 'B'];
const ALIASES = ['primary', 'fallback'];

function results(figures: Readonly<Record<string, Readonly<Record<string, number>>>>): readonly SimulationResult[] {
  return Object.entries(figures).map(([policy, metrics]) => ({
    policy,
    metrics: new Map(Object.entries(metrics)),
    series: {} as SimulationResult['series'],
    transitions: [],
    failovers: [],
    hash: '',
  }));
}

function check(sentence: string, figures: Readonly<Record<string, Readonly<Record<string, number>>>>): boolean {
  const parsed = parseExpectation(sentence, POLICIES, ALIASES);
  assert.equal(parsed.kind, 'expectation', sentence);
  return parsed.kind === 'expectation' && checkExpectation(parsed.expectation, results(figures)).holds;
}

describe('an expectation', () => {
  it('speaks of every policy where it names none', () => {
    assert.equal(check('availability >= 99.9', { A: { availability: 99.9 }, B: { availability: 100 } }), true);
    assert.equal(check('availability >= 99.9', { A: { availability: 99.9 }, B: { availability: 90 } }), false);
  });

  it('speaks of one policy, or of one provider of it', () => {
    assert.equal(check('A.share.primary < 20', { A: { 'share.primary': 10 }, B: { 'share.primary': 90 } }), true);
    assert.equal(check('share.primary < 20', { A: { 'share.primary': 10 }, B: { 'share.primary': 90 } }), false);
  });

  it('compares with a number, another figure, or a part of one', () => {
    const figures = { A: { cost: 4, attempts: 7 }, B: { cost: 10, attempts: 7 } };
    assert.equal(check('A.cost <= 0.5 * B.cost', figures), true);
    assert.equal(check('A.cost <= 0.3 * B.cost', figures), false);
    assert.equal(check('A.attempts = B.attempts', figures), true);
    assert.equal(check('A.cost > B.cost', figures), false);
  });

  it('does not hold where there is no such figure', () => {
    assert.equal(check('A.cost >= 0', { A: {}, B: {} }), false);
    assert.equal(check('A.cost >= 0', {}), false);
  });

  it('says what is allowed where it cannot be read', () => {
    for (const sentence of ['availability', 'C.cost < 1', 'cots < 1', 'share.third < 1', 'cost < B.cots', '< 1', '']) {
      const parsed = parseExpectation(sentence, POLICIES, ALIASES);
      assert.equal(parsed.kind, 'mistake', sentence);
      assert.match(parsed.kind === 'mistake' ? parsed.allowed : '', /availability/);
    }
  });
});
