import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { startTestServer } from '../../testing/start-test-server.ts';

const ANSWERS = Array.from({ length: 5 }, () => [say('네'), finish]);

describe('a budget at the gateway (R-COST-3)', () => {
  it('refuses with 402 budget_exceeded once the hard ceiling is reached, and asks nobody', async () => {
    const model = scriptedModel('primary', ANSWERS);
    await using server = await startTestServer({
      models: { primary: model },
      prices: { inputMicrosPer1k: 1_000_000, outputMicrosPer1k: 1_000_000, cacheReadMicrosPer1k: 1_000_000 },
      router: { budgets: [{ period: 'day', hardMicros: 1 }] },
    });
    const ask = () =>
      fetch(`${server.publicUrl}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: 'x' }] }),
      });
    assert.equal((await ask()).status, 200);
    const refused = await ask();
    const { error } = (await refused.json()) as { error: { code: string } };
    assert.deepEqual([refused.status, error.code], [402, 'budget_exceeded']);
    assert.equal(model.calls.length, 1);
  });

  it('of an assistant holds for the calls that name it, and for no others', async () => {
    await using server = await startTestServer({
      models: { primary: scriptedModel('primary', ANSWERS) },
      router: { budgets: [{ assistant: 'support', period: 'hour', hardMicros: 0 }] },
    });
    const statusOf = async (model: string) => {
      const response = await fetch(`${server.publicUrl}/v1/chat/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'x' }] }),
      });
      await response.text();
      return response.status;
    };
    assert.deepEqual([await statusOf('support'), await statusOf('auto')], [402, 200]);
  });
});
