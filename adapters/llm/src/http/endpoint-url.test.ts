import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endpointUrl } from './endpoint-url.ts';

const openai = { path: '/chat/completions', addsVersion: 'bare' } as const;
const generate = { path: '/generate', addsVersion: 'always' } as const;
const anthropic = { path: '/messages', addsVersion: 'always' } as const;

describe('endpointUrl', () => {
  const cases = [
    ['https://host', openai, 'https://host/v1/chat/completions'],
    ['https://host/', openai, 'https://host/v1/chat/completions'],
    ['https://host/v1', openai, 'https://host/v1/chat/completions'],
    ['https://host/v1/', openai, 'https://host/v1/chat/completions'],
    ['https://host/v1beta/openai', openai, 'https://host/v1beta/openai/chat/completions'],
    ['https://host/v1/chat/completions', openai, 'https://host/v1/chat/completions'],
    ['https://host/x?api-version=3', openai, 'https://host/x/chat/completions?api-version=3'],
    ['http://host:80/a/v1#model', openai, 'http://host/a/v1/chat/completions'],
    ['https://host', anthropic, 'https://host/v1/messages'],
    ['https://host/anthropic/', anthropic, 'https://host/anthropic/v1/messages'],
    ['https://host/v1', anthropic, 'https://host/v1/messages'],
    ['https://host/v1/messages', anthropic, 'https://host/v1/messages'],
    ['https://host/generate', generate, 'https://host/generate/v1/generate'],
    ['https://host/v1/generate', generate, 'https://host/v1/generate'],
  ] as const;
  for (const [base, rule, expected] of cases) {
    it(`makes ${expected} of ${base}`, () => assert.equal(endpointUrl(base, rule).href, expected));
  }

  it('refuses what is no web address, and says what is wanted', () => {
    for (const base of ['', 'host/v1', 'ftp://host', 'openai+https://host']) {
      assert.throws(() => endpointUrl(base, openai), /must begin with http/);
    }
  });

  it('refuses a password in the address without repeating it', () => {
    assert.throws(
      () => endpointUrl('https://me:hunter2@host', openai),
      error => error instanceof TypeError && !error.message.includes('hunter2'),
    );
  });
});
