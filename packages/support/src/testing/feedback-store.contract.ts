import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { FeedbackStore } from '../ports/feedback-store.ts';
import type { Feedback } from '../quality/feedback.ts';

const UP: Feedback = { sessionId: 'session-1', messageId: 'message-1', ownerKey: 'u:42', kind: 'up', atMs: 1_000 };

/** What every `FeedbackStore` must do. Each implementation's test calls this once. */
export function describeFeedbackStore(
  name: string,
  createStore: (t: TestContext) => FeedbackStore | Promise<FeedbackStore>,
): void {
  describe(`${name} (FeedbackStore contract, S-QLT-1)`, () => {
    it('keeps the last word on an answer, and tells the one before', async t => {
      const store = await createStore(t);
      assert.equal(await store.put(UP), undefined);
      const down: Feedback = { ...UP, kind: 'down', atMs: 2_000 };
      assert.deepEqual(await store.put(down), UP);
      assert.deepEqual(await store.find('session-1', 'message-1'), down);
    });

    it('keeps answers apart, whatever they are called', async t => {
      const store = await createStore(t);
      for (const messageId of ['a', '__proto__', '\u0000', '나루', '']) {
        assert.equal(await store.put({ ...UP, messageId }), undefined, messageId);
        assert.deepEqual(await store.find('session-1', messageId), { ...UP, messageId });
      }
      assert.equal(await store.find('session-2', 'a'), undefined);
    });
  });
}
