import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ChatMessage } from './chat-message.ts';
import { answerText, readAnswer } from './read-answer.ts';

const CITATION = { n: 1, title: '배송', docId: 'shipping', anchor: 'a', quote: '2~3일' };

function anAnswer(parts: readonly object[], metadata: ChatMessage['metadata'] = {}): ChatMessage {
  return { id: 'a', role: 'assistant', metadata, parts: parts as ChatMessage['parts'] };
}
const text = (words: string): object => ({ type: 'text', text: words });
const guard = (kind: string): object => ({
  type: 'data-guard',
  data: { v: 1, kind, used: 1, limit: 1, message: '중단했습니다.' },
});
const citations = (...items: object[]): object => ({ type: 'data-citations', data: { v: 1, items } });

describe('readAnswer', () => {
  it('takes text and sources, each number once, in order', () => {
    const answer = readAnswer(anAnswer([text('네'), citations({ ...CITATION, n: 2 }, CITATION, CITATION)]));
    assert.deepEqual(answer.texts, ['네']);
    assert.deepEqual(
      answer.citations.map(({ n }) => n),
      [1, 2],
    );
  });

  it('shows nothing of an answer that a guard withdrew (C-GRD-3)', () => {
    for (const message of [
      anAnswer([text('비밀'), citations(CITATION), guard('content')]),
      anAnswer([text('비밀')], { finish: 'blocked' }),
    ]) {
      const answer = readAnswer(message);
      assert.deepEqual([answer.texts, answer.citations, answer.ending], [[], [], 'blocked']);
    }
  });

  it('keeps what was said before a guard of cost or time (C-GRD-1)', () => {
    const answer = readAnswer(anAnswer([text('여기까지'), guard('cost')], { finish: 'guarded' }));
    assert.deepEqual([answer.texts, answer.ending, answer.guard?.message], [['여기까지'], 'guarded', '중단했습니다.']);
  });

  it('tells how it ended', () => {
    assert.equal(readAnswer(anAnswer([text('반')], { finish: 'interrupted' })).ending, 'interrupted');
    assert.equal(readAnswer(anAnswer([text('반')], { finish: 'stopped' })).ending, 'stopped');
    assert.equal(readAnswer(anAnswer([text('다')])).ending, 'complete');
  });

  it('passes over parts that it does not know or cannot read', () => {
    const odd = [
      { type: 'data-hold', data: {} },
      { type: 'data-citations', data: { items: 'none' } },
      { type: 'data-guard' },
      { type: 'step-start' },
    ];
    const answer = readAnswer(anAnswer([...odd, text('네')]));
    assert.deepEqual([answer.texts, answer.citations, answer.guard], [['네'], [], undefined]);
  });

  it('is copied without its marks', () => {
    assert.equal(
      answerText(readAnswer(anAnswer([text('2~3일입니다. [1] 제주는 더요.[2]')]))),
      '2~3일입니다. 제주는 더요.',
    );
  });
});
