import type { Behaviour } from './behaviour.ts';
import { body } from './bodies.ts';
import { hangUp, idleClose, linger, reset, silence, staleSocket } from './connections.ts';
import { cutByte, cutFrame, stallByte, stallFrame } from './cuts.ts';
import { empty } from './emptiness.ts';
import type { RawValue } from './forms.ts';
import { framing, split } from './framings.ts';
import { contextWindow, errorRate, every, flap, noPrefill, noTools, quota } from './gates.ts';
import { heartbeatOnly } from './heartbeats.ts';
import { contentType, error, message, redirect, remaining, status } from './refusals.ts';
import { retryAfter } from './retry-after.ts';
import { duplicate, malformed, noFinish, noTerminator, streamError } from './stream-faults.ts';
import { drip, firstToken, latency, pace } from './timing.ts';
import { toolArguments, toolCall, toolCount, toolDeltas, toolText } from './tool-calls.ts';
import { usage } from './usage.ts';
import { finish, longLine, modelName, signature, text, thinking, words } from './words.ts';

/**
 * Every behaviour by name. The order matters: where two change the same thing, the later sees what the
 * earlier made of it. So pauses come before cuts, cuts before splits, and what hides everything comes last.
 */
export const behaviours = {
  // When: the rest of the play applies to some requests only
  flap,
  'error-rate': errorRate,
  every,
  quota,
  'context-window': contextWindow,
  'no-prefill': noPrefill,
  'no-tools': noTools,
  // What is said
  text,
  words,
  thinking,
  'tool-call': toolCall,
  'tool-count': toolCount,
  'tool-text': toolText,
  'tool-arguments': toolArguments,
  'tool-deltas': toolDeltas,
  signature,
  'long-line': longLine,
  'model-name': modelName,
  finish,
  empty,
  usage,
  // Refusals
  error,
  status,
  message,
  body,
  redirect,
  'retry-after': retryAfter,
  remaining,
  'content-type': contentType,
  // The stream
  malformed,
  duplicate,
  'stream-error': streamError,
  'no-finish': noFinish,
  'no-terminator': noTerminator,
  framing,
  'heartbeat-only': heartbeatOnly,
  // Time
  'first-token': firstToken,
  pace,
  drip,
  // Cuts
  'cut-frame': cutFrame,
  'cut-byte': cutByte,
  'stall-frame': stallFrame,
  'stall-byte': stallByte,
  split,
  // The connection
  linger,
  'stale-socket': staleSocket,
  'idle-close': idleClose,
  reset,
  'hang-up': hangUp,
  silence,
  latency,
} satisfies Readonly<Record<string, Behaviour>>;

export type BehaviourName = keyof typeof behaviours;

type InputOf<Entry> = Entry extends Behaviour<infer Input> ? Input : never;

/** A play as an object: what a behaviour takes is checked by the compiler. */
export type BehaviourSettings = { readonly [Name in BehaviourName]?: InputOf<(typeof behaviours)[Name]> };

const BY_NAME: ReadonlyMap<string, Behaviour> = new Map<string, Behaviour>(Object.entries(behaviours));

export const behaviourNames: readonly string[] = [...BY_NAME.keys()];

/** Looks a behaviour up by a name from outside. */
export function behaviourNamed(name: string): Behaviour | undefined {
  return BY_NAME.get(name);
}

export type { RawValue };
