import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HistoryBody, HistoryMessage } from '@naru/api-contract';
import { historyMessages } from './history-messages.ts';

const message = (role: 'user' | 'assistant', id: string): HistoryMessage => ({ id, role, parts: [] });

function idsOf(...messages: HistoryMessage[]): string[] {
  const body: HistoryBody = {
    session: { id: 's', assistant: 'support', createdAt: 'now' },
    messages,
    activeStreamId: null,
  };
  return historyMessages(body).map(({ id }) => id);
}

describe('historyMessages', () => {
  it('keeps questions and answers in order', () => {
    assert.deepEqual(idsOf(message('user', 'q1'), message('assistant', 'a1'), message('user', 'q2')), [
      'q1',
      'a1',
      'q2',
    ]);
  });

  it('puts an answer that was made again in the place of the first', () => {
    const messages = [
      message('user', 'q1'),
      message('assistant', 'a1'),
      message('user', 'q2'),
      message('assistant', 'a2'),
      message('user', 'q1'),
      message('assistant', 'a3'),
    ];
    assert.deepEqual(idsOf(...messages), ['q1', 'a3', 'q2', 'a2']);
  });

  it('takes a history that begins with an answer, and an empty one', () => {
    assert.deepEqual(idsOf(message('assistant', 'hello'), message('user', 'q1')), ['hello', 'q1']);
    assert.deepEqual(idsOf(), []);
  });
});
