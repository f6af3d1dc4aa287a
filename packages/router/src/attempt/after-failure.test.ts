import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAILURE_KINDS, type FailureKind } from '@naru/language-model';
import type { PresetName } from '../router-settings.ts';
import { afterFailure, type FailedSituation, type NextStep } from './after-failure.ts';

const FIRST: FailedSituation = { committed: false, repeats: 0, isLastProvider: false, intent: undefined };

/** The table of R-FO-1, written out again: [gateway, bedrock, direct] at the first failure of a first provider. */
const NEXT: readonly NextStep[] = ['try-next', 'try-next', 'try-next'];
const TABLE: readonly (readonly [FailureKind, number | undefined, readonly NextStep[]])[] = [
  ['rate_limited', 429, ['try-next', 'try-next', 'retry-same']],
  ['quota', 402, ['try-next', 'try-next', 'give-up']],
  ['quota', 429, NEXT],
  ['server', 500, ['try-next', 'retry-same', 'retry-same']],
  ['server', 502, ['try-next', 'retry-same', 'retry-same']],
  ['server', 503, ['try-next', 'try-next', 'retry-same']],
  ['server', 504, ['try-next', 'retry-same', 'retry-same']],
  ['server', 529, ['try-next', 'try-next', 'retry-same']],
  ['server', undefined, ['try-next', 'try-next', 'retry-same']],
  ['timeout_connect', undefined, NEXT],
  ['timeout_first_token', undefined, NEXT],
  ['timeout_idle', undefined, NEXT],
  ['timeout_total', undefined, NEXT],
  ['timeout_total', 408, NEXT],
  ['network', undefined, NEXT],
  ['stream_broken', undefined, NEXT],
  ['stream_error', undefined, NEXT],
  ['empty', undefined, NEXT],
  ['auth', 401, ['try-next', 'try-next', 'give-up']],
  ['auth', 403, ['try-next', 'try-next', 'give-up']],
  ['not_found', 404, ['try-next', 'try-next', 'give-up']],
  ['bad_request', 400, ['give-up', 'try-next', 'give-up']],
  ['bad_request', 409, ['give-up', 'try-next', 'give-up']],
  ['bad_request', 422, ['give-up', 'try-next', 'give-up']],
  ['context_length', 400, NEXT],
  ['content_filter', 400, ['give-up', 'give-up', 'give-up']],
  ['cancelled', undefined, ['give-up', 'give-up', 'give-up']],
];
const PRESET_NAMES: readonly PresetName[] = ['gateway', 'bedrock', 'direct'];

describe('afterFailure (R-FO-1)', () => {
  for (const [kind, status, steps] of TABLE) {
    for (const [index, preset] of PRESET_NAMES.entries()) {
      it(`${preset}: ${kind} ${status ?? ''} means ${steps[index]}`, () => {
        assert.equal(afterFailure({ kind, status }, FIRST, { preset }), steps[index]);
      });
    }
  }

  it('has a row for every outcome class', () => {
    assert.deepEqual(new Set(TABLE.map(([kind]) => kind)), new Set(FAILURE_KINDS));
  });

  it('gives up after the commit point, whatever happened, in every preset', () => {
    for (const kind of FAILURE_KINDS) {
      for (const preset of PRESET_NAMES) {
        assert.equal(afterFailure({ kind, status: undefined }, { ...FIRST, committed: true }, { preset }), 'give-up');
      }
    }
  });

  it('bedrock asks twice again, and never the last provider', () => {
    const failure = { kind: 'server', status: 500 } as const;
    const steps = [0, 1, 2].map(repeats => afterFailure(failure, { ...FIRST, repeats }, { preset: 'bedrock' }));
    assert.deepEqual(steps, ['retry-same', 'retry-same', 'try-next']);
    assert.equal(afterFailure(failure, { ...FIRST, isLastProvider: true }, { preset: 'bedrock' }), 'try-next');
  });

  it('direct asks once again, the last provider too', () => {
    const failure = { kind: 'rate_limited', status: 429 } as const;
    const steps = [0, 1].map(repeats => afterFailure(failure, { ...FIRST, repeats }, { preset: 'direct' }));
    assert.deepEqual(steps, ['retry-same', 'try-next']);
    assert.equal(afterFailure(failure, { ...FIRST, isLastProvider: true }, { preset: 'direct' }), 'retry-same');
  });

  it("lets a policy's own word on a kind win over its preset", () => {
    const policy = { preset: 'gateway', onFailure: { bad_request: 'next', network: 'retry-then-next' } } as const;
    assert.equal(afterFailure({ kind: 'bad_request', status: 400 }, FIRST, policy), 'try-next');
    assert.equal(afterFailure({ kind: 'network', status: undefined }, FIRST, policy), 'retry-same');
    assert.equal(afterFailure({ kind: 'network', status: undefined }, { ...FIRST, repeats: 1 }, policy), 'try-next');
  });

  it('reroutes a content filter only where the policy of the intent says one_other', () => {
    const contentFilter = { default: 'handoff', GENERAL: 'one_other' } as const;
    const policy = { preset: 'gateway', contentFilter } as const;
    const failure = { kind: 'content_filter', status: undefined } as const;
    assert.equal(afterFailure(failure, { ...FIRST, intent: 'GENERAL' }, policy), 'try-next');
    assert.equal(afterFailure(failure, { ...FIRST, intent: 'REFUND' }, policy), 'give-up');
    assert.equal(afterFailure(failure, { ...FIRST, intent: 'constructor' }, policy), 'give-up');
  });
});
