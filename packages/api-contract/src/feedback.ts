import { z } from 'zod';

/** Body of `POST /v1/chat/{id}/feedback`: what the customer thinks of one answer. May be sent again to change it. */
export const feedbackRequestSchema = z.object({
  message_id: z.string().min(1).max(200),
  kind: z.enum(['up', 'down', 'resolved']),
});

export type FeedbackRequestBody = z.infer<typeof feedbackRequestSchema>;
