import { CLOSE_CODES } from '@naru/api-contract';

/** What a client does about a connection that ended. */
export type AfterClose =
  | { readonly kind: 'reconnect'; readonly afterMs: number }
  /** Another attempt would end the same way: another carrier may do better. */
  | { readonly kind: 'give-up' };

const FIRST_MS = 500;
const LONGEST_MS = 30_000;
const TOO_SLOW_MS = 5_000;
/** Then whoever reads is told, and may choose another carrier. */
const ATTEMPTS = 4;
const LOGIN_ATTEMPTS = 1;
const HOPELESS: ReadonlySet<number> = new Set<number>([
  CLOSE_CODES.frameTooLarge,
  CLOSE_CODES.badFrame,
  CLOSE_CODES.forbidden,
  CLOSE_CODES.replaced,
  CLOSE_CODES.payloadTooLarge,
  CLOSE_CODES.switchedOff,
]);
const ONCE: ReadonlySet<number> = new Set<number>([CLOSE_CODES.unauthenticated, CLOSE_CODES.helloTimeout]);

/**
 * Back-off doubles from half a second with full jitter (Marc Brooker, AWS Architecture Blog, 2015).
 *
 * @param failures connections that ended in a row, without a minute of health between them; 0 for the first
 * @param plannedMs when the server said goodbye: how long it asked us to wait
 * @param chance from 0 to 1
 */
export function afterClose(code: number, failures: number, plannedMs: number | undefined, chance: number): AfterClose {
  const attempts = ONCE.has(code) ? LOGIN_ATTEMPTS : ATTEMPTS;
  if (HOPELESS.has(code) || failures >= attempts) return { kind: 'give-up' };
  if (plannedMs !== undefined) return { kind: 'reconnect', afterMs: plannedMs };
  if (code === CLOSE_CODES.tooFastOrSlow) return { kind: 'reconnect', afterMs: TOO_SLOW_MS };
  return { kind: 'reconnect', afterMs: Math.round(chance * Math.min(LONGEST_MS, FIRST_MS * 2 ** failures)) };
}
