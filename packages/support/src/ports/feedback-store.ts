import type { Feedback } from '../quality/feedback.ts';

/** Keeps what customers say of answers: one word for each answer, the last one. Every method is atomic. */
export interface FeedbackStore {
  /** Keeps the word in place of the one before. @returns that one; undefined at the first */
  put(feedback: Feedback): Promise<Feedback | undefined>;
  find(sessionId: string, messageId: string): Promise<Feedback | undefined>;
}
