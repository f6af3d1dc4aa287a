import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { classifyStatus } from './classify-status.ts';
import { collectStream } from './collect-stream.ts';
import { estimateTokens } from './estimate-tokens.ts';
import { retryAfterMs } from './retry-after.ts';
import { aModelCall } from './testing/a-model-call.ts';
import { finish, say, scriptedModel } from './testing/scripted-model.ts';
import { createTurnBudget } from './turn-budget.ts';

const header = (values: Readonly<Record<string, string>>) => (name: string) => values[name];
const NOW_MS = Date.parse('2026-11-20T00:00:00Z');

describe('retryAfterMs', () => {
  const cases: readonly (readonly [Readonly<Record<string, string>>, number | undefined])[] = [
    [{}, undefined],
    [{ 'retry-after': '3' }, 3_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Fri, 20 Nov 2026 00:00:07 GMT' }, 7_000],
    [{ 'retry-after': 'Thu, 19 Nov 2026 00:00:00 GMT' }, 0],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '1000000000' }, 1_000_000_000_000],
    [{ 'retry-after': '9', 'retry-after-ms': '250' }, 250],
  ];
  for (const [headers, expected] of cases) {
    it(`reads ${JSON.stringify(headers)} as ${expected}`, () => {
      assert.equal(retryAfterMs(header(headers), NOW_MS), expected);
    });
  }
});

describe('classifyStatus', () => {
  it('knows every class that a status can tell', () => {
    const statuses = [302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 425, 429, 500, 503, 529];
    assert.deepEqual(statuses.map(classifyStatus), [
      'server',
      'bad_request',
      'auth',
      'quota',
      'auth',
      'not_found',
      'timeout_total',
      'bad_request',
      'bad_request',
      'bad_request',
      'server',
      'rate_limited',
      'server',
      'server',
      'server',
    ]);
  });
});

describe('estimateTokens', () => {
  it('counts Hangul dearer than Latin', () => {
    assert.equal(estimateTokens(''), 0);
    assert.equal(estimateTokens('배송'.repeat(5)), 9);
    assert.equal(estimateTokens('delivery'), 2);
  });
});

describe('collectStream', () => {
  it('keeps only what follows a restart', async () => {
    const model = scriptedModel('m', [[say('버려질 말'), { type: 'restart' }, say('남는 말'), finish]]);
    assert.equal((await collectStream(model.stream(aModelCall()))).text, '남는 말');
  });

  it('refuses a stream without its finish', async () => {
    const model = scriptedModel('m', [[say('끝이 없는')]]);
    await assert.rejects(collectStream(model.stream(aModelCall())), /stream_broken/);
  });
});

describe('createTurnBudget', () => {
  it('gives what it has, and no more', () => {
    const budget = createTurnBudget({ extraAttempts: 1, steps: 1, waitMs: 100 });
    assert.deepEqual([budget.takeStep(), budget.takeStep()], [true, false]);
    assert.deepEqual([budget.takeExtraAttempt(), budget.takeExtraAttempt()], [true, false]);
    budget.returnExtraAttempt();
    assert.equal(budget.takeExtraAttempt(), true);
    budget.spendWait(130);
    assert.equal(budget.waitLeftMs, 0);
    assert.equal(budget.moneyLeftMicros, Infinity);
  });

  it('refuses nonsense and says what it got', () => {
    assert.throws(() => createTurnBudget({ extraAttempts: -1, steps: 1, waitMs: 1 }), /extraAttempts .* -1/);
    assert.throws(() => createTurnBudget({ extraAttempts: 1, steps: NaN, waitMs: 1 }), /steps .* NaN/);
  });
});
