import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aModelCall } from '@naru/language-model/testing';
import { createOpenaiModel } from '../openai/openai-model.ts';
import { openModel } from '../testing/open-model.ts';

describe('a model over HTTP', () => {
  it('says that the headers of a JSON answer are there before its body has come (R-FO-2)', async () => {
    const { promise: bodyWanted, resolve: sendBody } = Promise.withResolvers<void>();
    await using opened = await openModel(createOpenaiModel, response => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-ratelimit-remaining-requests': '7' });
      response.flushHeaders();
      void bodyWanted.then(() =>
        response.end(JSON.stringify({ choices: [{ message: { content: '네' }, finish_reason: 'stop' }] })),
      );
    });
    const answer = opened.model.stream(aModelCall({ settings: { mode: 'json' } }))[Symbol.asyncIterator]();
    const first = await answer.next();
    const [part] = first.value ?? [];
    assert.ok(part?.type === 'response', `the first part is ${part?.type}`);
    assert.equal(part.quota?.remainingRequests, 7);
    sendBody();
    const second = await answer.next();
    assert.ok(!second.done && second.value.some(part => part.type === 'text-delta'));
  });
});
