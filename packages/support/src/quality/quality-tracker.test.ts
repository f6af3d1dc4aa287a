import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '@naru/kernel/testing';
import type { QualitySignal } from '../ports/quality-sink.ts';
import { QualityTracker, type AnsweredTurn } from './quality-tracker.ts';

const SOURCE = '반품은 상품을 받은 날부터 7일 안에 신청할 수 있습니다.';

function setUp() {
  const clock = new FakeClock();
  const signals: QualitySignal[] = [];
  const tracker = new QualityTracker({ sink: { observe: signal => signals.push(signal) }, clock });
  let turns = 0;
  const hear = (overrides: Partial<AnsweredTurn> = {}): string => {
    const messageId = `message-${++turns}`;
    tracker.hear({
      sessionId: 'session-1',
      messageId,
      intent: 'REFUND',
      question: '반품은 며칠 안에 하나요?',
      answer: SOURCE,
      citedTexts: [SOURCE],
      provider: 'primary',
      kind: 'answered',
      ...overrides,
    });
    return messageId;
  };
  const resolutions = () => signals.filter(({ kind }) => kind === 'resolution').map(({ value }) => value);
  return { clock, signals, tracker, hear, resolutions };
}

const NO_PROVIDER = { provider: undefined, citedTexts: [] };

describe('QualityTracker (S-QLT-1)', () => {
  it('says at once how grounded and actionable an answer is, and of whom and what', () => {
    const { hear, signals } = setUp();
    hear({ answer: '강아지 사료는 매장 옆 골목에서 팝니다.' });
    assert.deepEqual(signals, [
      { provider: 'primary', intent: 'REFUND', kind: 'groundedness', value: 0 },
      { provider: 'primary', intent: 'REFUND', kind: 'actionability', value: 0 },
    ]);
  });

  it('takes silence until the end of the window for a settled matter', async () => {
    const { hear, resolutions, clock } = setUp();
    hear();
    await clock.advance(599_999);
    hear({ sessionId: 'other' });
    assert.deepEqual(resolutions(), []);
    await clock.advance(1);
    hear({ sessionId: 'third' });
    assert.deepEqual(resolutions(), [1]);
  });

  for (const [what, next, value] of [
    ['the same question again', { question: '반품 며칠 안에 해야 해요?' }, 0],
    ['a complaint', { question: '아니 그게 아니라 무슨 말이에요' }, 0],
    ['a question that finds nothing', { question: '새벽 배송은요?', kind: 'unsupported', ...NO_PROVIDER }, 0],
    ['a wish for a ticket', { question: '문의 접수해줘', kind: 'ticket', ...NO_PROVIDER }, 0],
    ['a question on another matter', { question: '포인트는 언제 쌓이나요?' }, 1],
    ['thanks', { question: '감사합니다', kind: 'aside', ...NO_PROVIDER }, 1],
    ['the word that it is settled', { question: '네 해결됐어요!', kind: 'aside', ...NO_PROVIDER }, 1],
  ] as const) {
    it(`takes ${what} for ${value === 1 ? 'a settled' : 'an unsettled'} matter`, () => {
      const { hear, resolutions } = setUp();
      hear();
      hear(next);
      assert.deepEqual(resolutions(), [value]);
    });
  }

  it('waits on where small talk says nothing', () => {
    const { hear, resolutions } = setUp();
    hear();
    hear({ question: '안녕하세요', kind: 'aside', ...NO_PROVIDER });
    assert.deepEqual(resolutions(), []);
  });

  it('holds an answer without support against its provider at once', () => {
    const { hear, resolutions } = setUp();
    hear({ kind: 'unsupported', citedTexts: [] });
    assert.deepEqual(resolutions(), [0]);
  });

  it('takes a ticket that was opened beside the chat for an unsettled matter', () => {
    const { hear, resolutions, tracker } = setUp();
    hear();
    tracker.hearTicket('session-1');
    tracker.hearTicket('session-1');
    assert.deepEqual(resolutions(), [0]);
  });

  it('believes a press of a button, also one that takes the last back, and concludes nothing after it', async () => {
    const { hear, resolutions, tracker, clock } = setUp();
    const messageId = hear();
    tracker.hearFeedback('session-1', messageId, 'up');
    tracker.hearFeedback('session-1', messageId, 'down');
    tracker.hearFeedback('session-1', messageId, 'resolved');
    await clock.advance(600_000);
    hear({ sessionId: 'other' });
    assert.deepEqual(resolutions(), [1, 0, 1]);
  });

  it('says nothing of answers that no provider gave, or that it does not know', () => {
    const { hear, signals, tracker } = setUp();
    hear(NO_PROVIDER);
    hear({ intent: undefined });
    tracker.hearFeedback('session-1', 'unknown', 'up');
    assert.deepEqual(signals, []);
  });

  it('keeps conversations apart', () => {
    const { hear, resolutions } = setUp();
    hear();
    hear({ sessionId: 'other' });
    assert.deepEqual(resolutions(), []);
  });

  it('holds no more than its bound, and lets the oldest go as settled', () => {
    const { hear, resolutions } = setUp();
    for (let index = 0; index <= 10_000; index += 1)
      hear({ sessionId: `session-${index}`, answer: '', citedTexts: [] });
    assert.deepEqual(resolutions(), [1]);
  });
});
