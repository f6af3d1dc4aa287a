import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FAILURE_KINDS } from '@naru/language-model';
import { PROVIDER_FAULTS } from './provider-faults.ts';

const blamed: readonly string[] = PROVIDER_FAULTS;

describe('the rule of a provider outage (R-HLT-3, E-INC-1)', () => {
  it('names only classes of failures that attempts can end with', () => {
    const kinds: readonly string[] = FAILURE_KINDS;
    for (const name of blamed) assert.ok(kinds.includes(name), name);
  });

  it('blames the provider for all but what the caller did, or what nobody could serve', () => {
    assert.deepEqual(
      FAILURE_KINDS.filter(kind => !blamed.includes(kind)),
      ['context_length', 'content_filter', 'bad_request', 'cancelled'],
    );
  });
});
