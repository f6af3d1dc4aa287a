import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectStream } from '@naru/language-model';
import { aModelCall, fail, finish, say, scriptedModel } from '@naru/language-model/testing';
import { aRouter } from './testing/a-router.ts';

describe('router', () => {
  it('answers with the next provider when the first fails before its first word', async () => {
    const { router } = aRouter({
      models: {
        primary: scriptedModel('a', [[fail('server')]]),
        fallback_1: scriptedModel('b', [[say('안녕'), say('하세요'), finish]]),
      },
    });
    const answer = await collectStream(router.languageModel('default').stream(aModelCall()));
    assert.equal(answer.text, '안녕하세요');
    assert.equal(answer.served?.provider, 'fallback_1');
  });
});
