import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAILURE_KINDS, ModelError } from '@naru/language-model';
import { providerFailure } from './provider-failure.ts';

describe('what a customer is told of a provider that failed (C-GRD-4)', () => {
  for (const kind of FAILURE_KINDS) {
    it(`names a wait after "${kind}" only where coming back is of use`, () => {
      const error = new ModelError('primary', kind, { dispatched: true, retryAfterMs: 1_200.5 });
      const { retryable, retryAfterMs } = providerFailure(error);
      assert.equal(retryAfterMs, retryable ? 1_201 : undefined);
    });
  }
});
