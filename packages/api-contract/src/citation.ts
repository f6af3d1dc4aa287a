import { z } from 'zod';

/** A source as a customer sees it. */
export const citationSchema = z.object({
  /** The number by which the answer cites it: `[n]`. */
  n: z.number().int().positive(),
  title: z.string(),
  docId: z.string(),
  anchor: z.string(),
  quote: z.string(),
});

export type Citation = z.infer<typeof citationSchema>;
