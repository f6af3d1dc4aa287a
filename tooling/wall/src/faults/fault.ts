import type { BehaviourSettings, ProtocolName } from '@naru/simulator';

/**
 * What the caller must see.
 *
 * `other`: the fallback's answer, whole, and nothing else. `own`: this provider's answer, whole, since the fault is
 * none. `broken`: words, then the truth that they are not all. `refused`: the truth at once, and nobody else is asked.
 * `filtered`: words, then the truth that a filter stepped in.
 */
export type Verdict = 'other' | 'own' | 'broken' | 'refused' | 'filtered';

/** How a failure that nobody could make good is told. */
export type Saying =
  'unavailable' | 'timeout' | 'rate-limited' | 'account' | 'context-length' | 'content-filter' | 'bad-request';

/** One way for a provider to break, and what must come of it. */
export interface Fault {
  /** Of `reference/resilience.md`: F for the faults, T for the traps. */
  readonly numbers: readonly string[];
  readonly name: string;
  /** What the server does about it, for readers of the table. */
  readonly answer: string;
  readonly play: BehaviourSettings;
  /** The protocols in which there is such a thing; all unless given. */
  readonly protocols?: readonly ProtocolName[];
  readonly json: Verdict | undefined;
  readonly stream: Verdict | undefined;
  /** What is said when the fallback breaks in the same way; needed where it may. */
  readonly saying?: Saying;
  /** What the provider itself says, where that is not its usual text. */
  readonly text?: string;
  /** A JSON body that is handed on as it came may lack what the provider left out. */
  readonly mayLackUsage?: boolean;
  /** Found by a timer: takes its time, and the provider must see the socket close. */
  readonly isTimed?: boolean;
}

/** The same verdict however the answer was asked for. */
export function always(verdict: Verdict): Pick<Fault, 'json' | 'stream'> {
  return { json: verdict, stream: verdict };
}
