/** What a customer may say of an answer by a press: good, bad, or that the matter is settled. */
export const FEEDBACK_KINDS = ['up', 'down', 'resolved'] as const;

export type FeedbackKind = (typeof FEEDBACK_KINDS)[number];

export interface Feedback {
  readonly sessionId: string;
  /** Of the answer. */
  readonly messageId: string;
  readonly ownerKey: string;
  readonly kind: FeedbackKind;
  readonly atMs: number;
}
