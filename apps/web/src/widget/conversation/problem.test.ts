import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { koreanTexts } from '../../shared/texts-ko.ts';
import { problemMessage } from '../notices/problem-message.ts';
import { problemOf } from './problem.ts';

const TITLES = koreanTexts.problem.titles;

function wire(code: string, changes: object = {}): Error {
  return new Error(JSON.stringify({ code, message: '안내', retryable: false, traceId: 'trace-1', ...changes }));
}

describe('problemOf', () => {
  const titles: readonly (readonly [string, boolean, string])[] = [
    ['GUARD_COST', false, '비용 상한 초과'],
    ['QUOTA_EXCEEDED', true, '비용 상한 초과'],
    ['GUARD_TIME', false, '응답 지연'],
    ['PROVIDER_TIMEOUT', true, '응답 지연'],
    ['PROVIDER_UNAVAILABLE', true, '일시 오류'],
    ['RATE_LIMITED', true, '일시 오류'],
    ['INTERNAL', true, '일시 오류'],
    ['BAD_REQUEST', false, '요청 실패'],
    ['GUARD_OUTPUT', false, '요청 실패'],
    ['A_CODE_OF_TOMORROW', false, '요청 실패'],
    ['constructor', false, '요청 실패'],
  ];
  for (const [code, retryable, title] of titles) {
    it(`calls ${code} ${title} (C-GRD-4)`, () => {
      assert.equal(TITLES[problemOf(wire(code, { retryable })).kind], title);
    });
  }

  it('carries the message, the trace and the wait of the one error object', () => {
    const problem = problemOf(wire('RATE_LIMITED', { retryable: true, retryAfterMs: 7_000 }));
    assert.deepEqual(problem, {
      kind: 'transient',
      code: 'RATE_LIMITED',
      message: '안내',
      traceId: 'trace-1',
      canRetry: true,
      retryAfterMs: 7_000,
    });
  });

  it('offers no retry for what will fail again', () => assert.equal(problemOf(wire('BAD_REQUEST')).canRetry, false));
  it('offers a retry after a delay, whatever the flag says', () =>
    assert.equal(problemOf(wire('GUARD_TIME')).canRetry, true));

  it('offers no countdown until tomorrow', () => {
    const problem = problemOf(wire('QUOTA_EXCEEDED', { retryable: true, retryAfterMs: 36_000_000 }));
    assert.deepEqual([problem.canRetry, problem.retryAfterMs], [false, 0]);
  });

  it('never shows text that is not the error object', () => {
    for (const text of ['<html>502 Bad Gateway</html>', '{"error":"upstream said: sk-secret"}', '{"code":5}', '']) {
      const shown = problemMessage(problemOf(new Error(text)), koreanTexts.problem);
      assert.equal(shown, koreanTexts.problem.unreadable);
    }
  });

  it('says of a network that is away that the server could not be reached', () => {
    const problem = problemOf(new TypeError('Failed to fetch'));
    assert.deepEqual([problem.kind, problem.canRetry], ['transient', true]);
    assert.equal(problemMessage(problem, koreanTexts.problem), koreanTexts.problem.unreachable);
  });
});
