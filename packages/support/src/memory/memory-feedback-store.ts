import type { FeedbackStore } from '../ports/feedback-store.ts';
import type { Feedback } from '../quality/feedback.ts';

/** The reference `FeedbackStore`: for tests. */
export function createMemoryFeedbackStore(): FeedbackStore {
  const kept = new Map<string, Feedback>();
  const keyOf = (sessionId: string, messageId: string): string => JSON.stringify([sessionId, messageId]);
  return {
    async put(feedback) {
      const key = keyOf(feedback.sessionId, feedback.messageId);
      const before = kept.get(key);
      kept.set(key, feedback);
      return before;
    },
    async find(sessionId, messageId) {
      return kept.get(keyOf(sessionId, messageId));
    },
  };
}
