import type { FailureKind, ModelError } from '@naru/language-model';
import type { Outage } from './answer-end.ts';

/** A provider that is not there. Anything else is the request's fault or ours, and a person would not cure it. */
const AWAY: ReadonlySet<FailureKind> = new Set([
  'rate_limited',
  'quota',
  'server',
  'timeout_connect',
  'timeout_first_token',
  'timeout_idle',
  'timeout_total',
  'network',
  'stream_broken',
  'stream_error',
  'empty',
]);

/** Whether a person is to go on: providers are away, or a content filter refused and its policy says so. */
export function outageOf({ kind, dispatched, attempts, handoff }: ModelError): Outage | undefined {
  if (handoff) return { attempts };
  // A budget of ours that is spent is no outage.
  if (kind === 'quota' && !dispatched) return undefined;
  const isAway = attempts.length === 0 ? AWAY.has(kind) : attempts.some(({ outcome }) => AWAY.has(outcome));
  return isAway ? { attempts } : undefined;
}
