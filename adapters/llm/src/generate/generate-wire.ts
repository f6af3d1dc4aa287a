import { z } from 'zod';

/** A whole answer of the protocol `generate` (R-CFG-4). */
export const generateAnswerSchema = z.object({
  answer: z.string(),
  citations: z.unknown().optional(),
  usage: z.unknown().optional(),
  model: z.string().optional().catch(undefined),
});
