import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusalText } from './refusal-text.ts';

const refusal = (message: unknown) => new Error(JSON.stringify({ error: { code: 'RATE_LIMITED', message } }));

describe('refusalText', () => {
  it('gives the sentence of a refusal', () => {
    assert.equal(refusalText(refusal('30초 뒤에 다시 접수해 주세요.')), '30초 뒤에 다시 접수해 주세요.');
  });

  for (const [what, error] of [
    ['an unreachable server', new TypeError('Failed to fetch')],
    ['a page that is no JSON', new Error('<html>502</html>')],
    ['JSON that is null', new Error('null')],
    ['a message that is no text', refusal({ html: '<b>' })],
    ['a message too long to be a sentence', refusal('가'.repeat(301))],
    ['what is no error', 'text'],
  ] as const) {
    it(`gives nothing for ${what}`, () => assert.equal(refusalText(error), undefined));
  }
});
