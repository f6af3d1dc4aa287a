/** How long nobody dials a provider at which our account does not work (resilience B1, C3). */
export const ACCOUNT_BROKEN_MS = 300_000;

const IN_A_ROW = 2;

/**
 * Whether failures in a row say that our account is broken: a key that was revoked, credit that is spent, a model that
 * is gone. One alone may be about what a customer wrote, which must not close a provider to everybody else; the second
 * one comes from the probe that follows it, or from the next turn.
 */
export function isAccountBroken(accountFailures: number): boolean {
  return accountFailures >= IN_A_ROW;
}
