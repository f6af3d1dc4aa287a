import { z } from 'zod';

/** The one error object of chat, on every carrier. */
export const chatErrorSchema = z.object({
  code: z.string(),
  /** Korean, safe to show. */
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().nonnegative().optional(),
  traceId: z.string(),
});

export type ChatErrorBody = z.infer<typeof chatErrorSchema>;
