import { z } from 'zod';

/** Answer of `GET /v1/page`: what the page must know before its first question. */
export const pageSettingsSchema = z.object({
  /** Names of the assistants that can be asked; the first is the default. */
  assistants: z.array(z.string()),
  maxMessageChars: z.number().int(),
  /** Hosts whose `https:` links an answer may hold. */
  linkHosts: z.array(z.string()),
  /** Whether the caller carries an operator's cookie. */
  isOperator: z.boolean(),
  /** The shop's name of the signed-in customer; null for a visitor. Missing: the server does not say. */
  customer: z.string().nullable().optional(),
});

export type PageSettings = z.infer<typeof pageSettingsSchema>;
