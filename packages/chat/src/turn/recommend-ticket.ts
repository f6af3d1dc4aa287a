import type { SessionState } from '../sessions/session.ts';
import type { Conclusion } from './conclude-turn.ts';

/**
 * Recommends a ticket with the answer that makes as many without support in a row as `threshold` (C-SES-2), where
 * nothing but another wording was left to try. Without a threshold nothing is recommended.
 */
export function recommendTicket(
  conclusion: Conclusion,
  { fallbackCount }: Pick<SessionState, 'fallbackCount'>,
  threshold: number | undefined,
): Conclusion {
  const { support, result } = conclusion;
  const isOne = support === 'unsupported' && result.nextAction === 'REFINE_QUERY';
  if (!isOne || threshold === undefined || fallbackCount + 1 < threshold) return conclusion;
  return { ...conclusion, result: { ...result, nextAction: 'OPEN_SUPPORT_TICKET' } };
}
