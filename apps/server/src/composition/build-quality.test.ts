import type { ReviewedTurn } from '@naru/chat';
import { createMemorySessionStore, createMemoryTurnStore } from '@naru/chat/memory';
import { aSession, aTurnClaim, aTurnResult } from '@naru/chat/testing';
import { FakeClock } from '@naru/kernel/testing';
import type { QualitySignal } from '@naru/support';
import { createMemoryFeedbackStore } from '@naru/support/memory';
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildQuality } from './build-quality.ts';

const SERVED: NonNullable<ReviewedTurn['result']['served']> = {
  provider: 'primary',
  model: 'm',
  isFallback: false,
  attempts: 1,
  decisionId: 'd',
  decisionReason: 'default',
  usage: undefined,
  costMicros: undefined,
};

function setUp() {
  const signals: QualitySignal[] = [];
  const [sessions, turns] = [createMemorySessionStore(), createMemoryTurnStore()];
  const feedback = createMemoryFeedbackStore();
  const sink = { observe: (signal: QualitySignal) => void signals.push(signal) };
  const quality = buildQuality({ sink, feedback, sessions, turns, clock: new FakeClock() });
  const review = (overrides: Partial<ReviewedTurn> = {}): void =>
    quality.reviewer.review({
      turnId: 'turn-1',
      sessionId: 'session-1',
      messageId: 'message-1',
      assistant: 'support',
      intent: 'SHIPPING',
      question: '배송은 얼마나 걸리나요?',
      citedTexts: ['배송은 이틀쯤 걸립니다.'],
      result: aTurnResult({ text: '배송은 이틀쯤 걸립니다 [1].', served: SERVED }),
      ...overrides,
    });
  const kinds = () => signals.map(({ kind, value }) => `${kind} ${value}`);
  return { ...quality, review, kinds, signals, sessions, turns, feedback };
}

describe('buildQuality (S-QLT-1)', () => {
  it('lets the router hear what an answer of a provider is worth, and of which intent', () => {
    const { review, signals } = setUp();
    review();
    assert.deepEqual(signals, [
      { provider: 'primary', intent: 'SHIPPING', kind: 'groundedness', value: 1 },
      { provider: 'primary', intent: 'SHIPPING', kind: 'actionability', value: 0 },
    ]);
  });

  it('holds an answer without support and a wish for a ticket after one against the provider', () => {
    const { review, kinds } = setUp();
    const status = 'insufficient_evidence';
    review({ citedTexts: [], result: aTurnResult({ text: '모르는 이야기를 길게 합니다.', status, served: SERVED }) });
    review({ messageId: 'message-2' });
    review({ messageId: 'message-3', intent: 'TICKET_CREATE', result: aTurnResult({ served: undefined }) });
    assert.deepEqual(
      kinds().filter(kind => kind.startsWith('resolution')),
      ['resolution 0', 'resolution 0'],
    );
  });

  it('judges neither other assistants nor answers that the customer stopped', () => {
    const { review, kinds } = setUp();
    review({ assistant: 'report' });
    review({ result: aTurnResult({ finish: 'stopped', served: SERVED }) });
    assert.deepEqual(kinds(), []);
  });

  it('believes the customer, and hears the same word once', async () => {
    const { review, kinds, takeFeedback, sessions, turns, feedback } = setUp();
    const owner = { kind: 'user', userId: '42' } as const;
    await sessions.open(aSession({ id: 'session-1', ownerKey: 'u:42' }));
    const claim = aTurnClaim({ sessionId: 'session-1', ownerKey: 'u:42', messageId: 'message-1' });
    await turns.claim(claim);
    const said = { chatId: 'session-1', messageId: 'message-1', kind: 'down' } as const;
    assert.equal(await takeFeedback(owner, said), false, 'the answer has not ended');
    await turns.finish(claim.turn.id, 2_000, aTurnResult());
    review();
    for (let press = 0; press < 3; press += 1) assert.equal(await takeFeedback(owner, said), true);
    assert.deepEqual(kinds().slice(2), ['resolution 0']);
    assert.equal((await feedback.find('session-1', 'message-1'))?.kind, 'down');
    assert.equal(await takeFeedback({ kind: 'user', userId: '43' }, said), false);
  });
});
