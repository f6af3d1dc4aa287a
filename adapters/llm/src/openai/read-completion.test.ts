import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readCompletion } from './read-completion.ts';

const withMessage = (message: unknown, rest: object = {}): unknown => ({ choices: [{ message, ...rest }] });

describe('a whole Chat Completions answer', () => {
  it('is read whatever else it holds, with null and what is missing taken as nothing said', () => {
    const body = { ...(withMessage({ content: null, other: 1 }, { finish_reason: null }) as object), model: 7 };
    assert.deepEqual(readCompletion(body), {
      model: undefined,
      finishReason: undefined,
      text: '',
      refusal: '',
      reasoning: '',
      toolCalls: [],
      usage: undefined,
    });
  });

  it('takes the reasoning from whichever of the two names holds text', () => {
    assert.equal(readCompletion(withMessage({ reasoning_content: 5, reasoning: 'why' }))?.reasoning, 'why');
    assert.equal(readCompletion(withMessage({ reasoning_content: 'so', reasoning: 'why' }))?.reasoning, 'so');
  });

  for (const [what, body] of [
    ['no object', 'text'],
    ['no choices', {}],
    ['no choice', { choices: [] }],
    ['a choice that is none', { choices: [null] }],
    ['a second choice that is none', { choices: [{ message: {} }, 'text'] }],
    ['a message that is none', withMessage('text')],
    ['content that is no text', withMessage({ content: 5 })],
    ['a refusal that is no text', withMessage({ refusal: {} })],
    ['a finish reason that is no text', withMessage({}, { finish_reason: 5 })],
    ['tool calls that are no list', withMessage({ tool_calls: {} })],
  ] as const) {
    it(`is not a body with ${what}`, () => assert.equal(readCompletion(body), undefined));
  }
});
