/** Counts how many turns an owner begins. Each call is atomic. */
export interface TurnRateLimit {
  /** Books a turn that begins now, or says how long until the next one may begin. */
  take(ownerKey: string): Promise<RateLimitOutcome>;
}

export type RateLimitOutcome =
  { readonly kind: 'allowed' } | { readonly kind: 'limited'; readonly retryAfterMs: number };
