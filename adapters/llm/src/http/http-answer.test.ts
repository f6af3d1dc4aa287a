import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aModelCall } from '@naru/language-model/testing';
import { createOpenaiModel } from '../openai/openai-model.ts';
import { openModel } from '../testing/open-model.ts';

const WORD = `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: '네' } }] })}\n\n`;

describe('one reading of an answer over HTTP', () => {
  it('lets a reader go who leaves while the next batch is waited for, and calls it no failure', async () => {
    await using opened = await openModel(createOpenaiModel, response => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(WORD);
    });
    const answer = opened.model.stream(aModelCall({ settings: { mode: 'stream' } }))[Symbol.asyncIterator]();
    assert.equal((await answer.next()).done, false);
    const waiting = answer.next();
    await answer.return?.();
    assert.equal((await waiting).done, true);
    assert.equal((await answer.next()).done, true);
  });

  it('sends nothing for a reader who leaves before the first pull', async () => {
    let requests = 0;
    await using opened = await openModel(createOpenaiModel, response => {
      requests += 1;
      response.end();
    });
    const answer = opened.model.stream(aModelCall())[Symbol.asyncIterator]();
    await answer.return?.();
    assert.equal((await answer.next()).done, true);
    assert.equal(requests, 0);
  });
});
