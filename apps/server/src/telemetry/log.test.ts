import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLog } from './log.ts';

function setUp() {
  const lines: string[] = [];
  const { logger } = createLog('info', { write: line => void lines.push(line) });
  return { logger, lines };
}

describe('the log', () => {
  it('writes one JSON object a line, with level, time and what was said', () => {
    const { logger, lines } = setUp();
    logger.warn({ requestId: 'request-1', status: 503 }, 'slow\nprovider');
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.trim().split('\n').length, 1);
    const { level, requestId, message, time } = JSON.parse(lines[0] ?? '') as Record<string, string>;
    assert.deepEqual(
      { level, requestId, message },
      { level: 'warn', requestId: 'request-1', message: 'slow\nprovider' },
    );
    assert.ok(!Number.isNaN(Date.parse(time ?? '')));
  });

  it('hides what is passed under the name of a secret or of words', () => {
    const { logger, lines } = setUp();
    logger.info({ token: 'abc', authorization: 'Bearer abc', cookie: 'abc', text: 'abc' }, 'careless');
    assert.doesNotMatch(lines.join(''), /abc/);
  });

  it('keeps quiet below its level', () => {
    const { logger, lines } = setUp();
    logger.debug({}, 'detail');
    assert.deepEqual(lines, []);
  });
});
