import type { Owner } from '../owner.ts';

/**
 * The last route: a human. Asked when every provider failed before a word was said (R-FO-9), with what a person
 * needs to go on from here.
 */
export interface HandOff {
  /** A throw counts as `unavailable`. */
  request(request: HandOffRequest): Promise<HandOffOutcome>;
}

export interface HandOffRequest {
  readonly owner: Owner;
  readonly sessionId: string;
  readonly turnId: string;
  readonly question: string;
  /** What was said before, oldest first. */
  readonly transcript: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[];
  /** A customer's reason code, such as `PROVIDER_UNAVAILABLE`. */
  readonly reasonCode: string;
  readonly attempts: readonly { readonly provider: string; readonly outcome: string }[];
  readonly requestId: string;
  readonly traceId: string;
}

export type HandOffOutcome =
  /** `reused`: the same inquiry had a ticket already. */
  | { readonly kind: 'requested'; readonly ticketNumber: string; readonly reused: boolean }
  /** A ticket was opened moments ago; its number where it is known. */
  | { readonly kind: 'cooling'; readonly retryAfterMs: number; readonly ticketNumber: string | undefined }
  | { readonly kind: 'unavailable' };
