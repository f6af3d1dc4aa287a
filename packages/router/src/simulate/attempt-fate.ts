import type { OutcomeClass } from '@naru/language-model';
import type { AttemptLimits } from '../attempt/attempt-timers.ts';
import type { ScriptedAnswer } from './provider-script.ts';

/** How an attempt will go, times from its start. */
export interface AttemptFate {
  /** First accepted content; missing where none comes. */
  readonly committedMs: number | undefined;
  readonly endedMs: number;
  readonly outcome: OutcomeClass;
  /** The turn's own waiting time was over, which is nobody's fault. */
  readonly turnWaitSpent: boolean;
}

/**
 * What becomes of a scripted answer within the limits of an attempt: the earliest of what the provider does and what
 * `AttemptTimers` would have ended, with the same limit first where two are equal. Of an answer that stands still
 * nothing has been said but its first words.
 */
export function attemptFate(answer: ScriptedAnswer, limits: AttemptLimits): AttemptFate {
  const { kind, afterMs } = answer;
  const silent = earliestLimit(limits);
  if (afterMs >= silent.endedMs) return silent;
  if (kind !== 'ok') return { committedMs: undefined, endedMs: afterMs, outcome: kind, turnWaitSpent: false };
  const body = bodyFate(answer, limits);
  if (body.endedMs < limits.totalMs) return body;
  return { committedMs: afterMs, endedMs: limits.totalMs, outcome: 'timeout_total', turnWaitSpent: false };
}

function earliestLimit({ totalMs, turnWaitMs, firstTokenMs }: AttemptLimits): AttemptFate {
  let endedMs = totalMs;
  let outcome: OutcomeClass = 'timeout_total';
  if (turnWaitMs < endedMs) {
    endedMs = turnWaitMs;
    outcome = 'cancelled';
  }
  if (firstTokenMs < endedMs) {
    endedMs = firstTokenMs;
    outcome = 'timeout_first_token';
  }
  return { committedMs: undefined, endedMs, outcome, turnWaitSpent: outcome === 'cancelled' };
}

function bodyFate({ afterMs, bodyMs, ending }: ScriptedAnswer, limits: AttemptLimits): AttemptFate {
  const committed = { committedMs: afterMs, turnWaitSpent: false };
  switch (ending) {
    case 'finish':
      return { ...committed, endedMs: afterMs + bodyMs, outcome: 'ok' };
    case 'break':
      return { ...committed, endedMs: afterMs + bodyMs, outcome: 'stream_broken' };
    case 'stall': {
      const dripMs = limits.minCharsPerSecond === 0 ? Infinity : limits.dripGraceMs;
      return { ...committed, endedMs: afterMs + Math.min(limits.idleMs, dripMs), outcome: 'timeout_idle' };
    }
  }
}
