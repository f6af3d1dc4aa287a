import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aModelCall } from '@naru/language-model/testing';
import { featuresOf } from './features.ts';

const TOOL = { name: 'find_order', description: '주문을 찾는다', inputSchema: { type: 'object' } };

describe('featuresOf', () => {
  it('takes who asks and for what from the labels, and no word of the prompt', () => {
    const labels = {
      requestId: 'r',
      traceId: 't',
      tenant: 'shop',
      tier: 'gold',
      intent: 'REFUND',
      risk: 'high',
    } as const;
    const secret = '비밀-카나리아';
    const features = featuresOf(
      aModelCall({ labels, prompt: { messages: [{ role: 'user', text: secret }] } }),
      'support',
    );
    assert.deepEqual(
      [features.policy, features.tenant, features.tier, features.intent, features.risk],
      ['support', 'shop', 'gold', 'REFUND', 'high'],
    );
    assert.equal(JSON.stringify(features).includes(secret), false);
  });

  it('counts everything that the model has to read, and the longest answer', () => {
    const prompt = {
      messages: [{ role: 'system', text: 'abcd' } as const, { role: 'user', text: '가나다라마바사아자차' } as const],
      sources: [{ id: 's', title: 'abcd', text: 'abcdefgh' }],
    };
    const { needs } = featuresOf(aModelCall({ prompt, settings: { mode: 'json', maxTokens: 50 } }), 'default');
    assert.equal(needs.contextTokens, 1 + 9 + 1 + 2 + 50);
    assert.equal(needs.answerTokens, 50);
  });

  it('needs tools for a call that has some, and for a conversation that speaks of some', () => {
    const messages = [{ role: 'tool', toolCallId: '1', toolName: 'find_order', resultText: '{}' } as const];
    assert.equal(featuresOf(aModelCall(), 'default').needs.tools, false);
    assert.equal(featuresOf(aModelCall({ tools: [TOOL] }), 'default').needs.tools, true);
    assert.equal(featuresOf(aModelCall({ prompt: { messages } }), 'default').needs.tools, true);
  });

  it('needs vision for a picture', () => {
    const messages = [{ role: 'user', text: '이게 뭐죠', images: [{ url: 'https://a.example/1.png' }] } as const];
    assert.equal(featuresOf(aModelCall({ prompt: { messages } }), 'default').needs.vision, true);
    assert.equal(featuresOf(aModelCall(), 'default').needs.vision, false);
  });
});
