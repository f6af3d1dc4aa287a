import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aTurnRecord, aTurnResult } from '../testing/a-turn-record.ts';
import type { Conclusion } from '../turn/conclude-turn.ts';
import { FRESH_SESSION_STATE } from './session.ts';
import { stateAfterTurn } from './state-after-turn.ts';

const turn = aTurnRecord();
const unresolved = {
  reasonCode: 'NO_EVIDENCE',
  nextAction: 'REFINE_QUERY',
  traceId: 't',
  requestId: 'r',
  query: '이전',
};
const troubled = { fallbackCount: 2, unresolved };
const concluded = (support: Conclusion['support']): Conclusion => ({
  result: aTurnResult({ reasonCode: 'PROVIDER_TIMEOUT', nextAction: 'RETRY' }),
  finishReason: 'stop',
  support,
});

describe('stateAfterTurn', () => {
  it('counts an answer without support, and keeps its question', () => {
    assert.deepEqual(stateAfterTurn(troubled, turn, concluded('unsupported')), {
      fallbackCount: 3,
      unresolved: {
        reasonCode: 'PROVIDER_TIMEOUT',
        nextAction: 'RETRY',
        traceId: turn.traceId,
        requestId: turn.requestId,
        query: turn.userText,
      },
    });
  });

  it('clears count and question once an answer is supported', () => {
    assert.deepEqual(stateAfterTurn(troubled, turn, concluded('supported')), FRESH_SESSION_STATE);
  });

  it('leaves both as they are where an answer needs no ground', () => {
    assert.equal(stateAfterTurn(troubled, turn, concluded('neutral')), troubled);
  });
});
