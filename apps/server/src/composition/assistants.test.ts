import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Assistant } from '@naru/chat/assistant';
import { intentRulesOf, retrieveOf, type BuiltAssistant } from './assistants.ts';

function built(name: string, intent: string): BuiltAssistant {
  const assistant: Assistant = { name, promptVersion: '1', prepare: () => Promise.reject(new Error('not asked')) };
  return {
    assistant,
    rules: {
      intentOf: () => ({ intent, risk: 'high' }),
      riskOf: own => (own === intent ? 'high' : undefined),
    },
  };
}

describe('the registry of assistants', () => {
  const rules = intentRulesOf([built('first', 'ONE'), built('second', 'TWO')]);

  it("reads a question by the named assistant's rules, and by the first one's for auto (R-GW-1)", () => {
    assert.equal(rules.ofQuestion('second', '?')?.intent, 'TWO');
    assert.equal(rules.ofQuestion('auto', '?')?.intent, 'ONE');
    assert.equal(rules.ofQuestion('primary', '?'), undefined);
  });

  it('knows the risk of every assistant’s intents, and takes others for ordinary', () => {
    assert.deepEqual(['ONE', 'TWO', 'OTHER'].map(rules.riskOf), ['high', 'high', 'normal']);
  });

  it('finds nothing where the default assistant draws on nothing', () => {
    assert.deepEqual(retrieveOf([built('first', 'ONE')])('?').sources, []);
  });
});
