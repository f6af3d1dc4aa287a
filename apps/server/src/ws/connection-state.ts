import { SOCKET_LIMITS, type CloseReason, type SocketCommand, type SocketHello } from '@naru/api-contract';
import { fullAllowance, nextFrameInMs, takeFrame, type FrameAllowance } from './frame-allowance.ts';
import type { ReadFrame } from './read-frame.ts';

const { helloMs, heartbeatMs, framesPerSecond } = SOCKET_LIMITS;
/** Pings in a row to which nothing was heard. */
const MISSES = 2;
/** How long the last of them is waited for: a peer that is gone is let go within a minute. */
const LAST_CHANCE_MS = 8_000;

/** Where a connection stands between its opening and its end. Times are `monotonicMs`. */
export type ConnectionState =
  | { readonly name: 'greeting'; readonly openedAtMs: number }
  | {
      readonly name: 'open';
      readonly allowance: FrameAllowance;
      readonly pingedAtMs: number;
      /** Pings since anything was heard. */
      readonly unanswered: number;
    }
  | { readonly name: 'closed' };

/** What is to be done about an event. */
export type ConnectionEffect =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'greet'; readonly hello: SocketHello }
  | { readonly kind: 'run'; readonly command: RunnableCommand }
  | { readonly kind: 'pong'; readonly replyTo: string | undefined; readonly n: number }
  | { readonly kind: 'ping' }
  | { readonly kind: 'refuse-frame'; readonly replyTo: string | undefined; readonly problem: string }
  | { readonly kind: 'slow-down'; readonly replyTo: string | undefined; readonly retryAfterMs: number }
  | { readonly kind: 'close'; readonly reason: CloseReason }
  /** Nobody is there any more to be told. */
  | { readonly kind: 'drop' };

export type RunnableCommand = Exclude<SocketCommand, { t: 'hello' | 'ping' | 'pong' }>;

export interface ConnectionStep {
  readonly state: ConnectionState;
  readonly effect: ConnectionEffect;
}

const CLOSED: ConnectionState = { name: 'closed' };
const NOTHING: ConnectionEffect = { kind: 'nothing' };

/**
 * @param pingedBeforeMs how long before now the connection counts as pinged last, so that the pings of many
 *   connections that were opened at once do not come at once
 */
export function afterFrame(
  state: ConnectionState,
  frame: ReadFrame,
  nowMs: number,
  pingedBeforeMs = 0,
): ConnectionStep {
  switch (state.name) {
    case 'closed':
      return { state, effect: NOTHING };
    case 'greeting': {
      if (frame.kind !== 'command' || frame.command.t !== 'hello') return closed('badFrame');
      const allowance = fullAllowance(framesPerSecond, nowMs);
      const open = { name: 'open', allowance, pingedAtMs: nowMs - pingedBeforeMs, unanswered: 0 } as const;
      return { state: open, effect: { kind: 'greet', hello: frame.command } };
    }
    case 'open': {
      if (frame.kind === 'unreadable') return closed('badFrame');
      const { allowance, verdict } = takeFrame(state.allowance, framesPerSecond, nowMs);
      const heard = { ...state, allowance, unanswered: 0 };
      if (verdict === 'close') return closed('tooFastOrSlow');
      if (verdict === 'take') return { state: heard, effect: effectOf(frame) };
      const retryAfterMs = nextFrameInMs(allowance, framesPerSecond);
      return { state: heard, effect: { kind: 'slow-down', replyTo: idOf(frame), retryAfterMs } };
    }
  }
}

/** To be asked about once a second. */
export function afterTick(state: ConnectionState, nowMs: number): ConnectionStep {
  switch (state.name) {
    case 'closed':
      return { state, effect: NOTHING };
    case 'greeting':
      return nowMs - state.openedAtMs < helloMs ? { state, effect: NOTHING } : closed('helloTimeout');
    case 'open':
      if (state.unanswered >= MISSES && nowMs - state.pingedAtMs >= LAST_CHANCE_MS) {
        return { state: CLOSED, effect: { kind: 'drop' } };
      }
      if (nowMs - state.pingedAtMs < heartbeatMs) return { state, effect: NOTHING };
      return {
        state: { ...state, pingedAtMs: nowMs, unanswered: state.unanswered + 1 },
        effect: { kind: 'ping' },
      };
  }
}

function effectOf(frame: Exclude<ReadFrame, { kind: 'unreadable' }>): ConnectionEffect {
  if (frame.kind === 'invalid') return { kind: 'refuse-frame', replyTo: frame.id, problem: frame.problem };
  const { command } = frame;
  switch (command.t) {
    case 'hello':
      return { kind: 'refuse-frame', replyTo: command.id, problem: 't: hello comes once, and first' };
    case 'ping':
      return { kind: 'pong', replyTo: command.id, n: command.p.n };
    case 'pong':
      return NOTHING;
    default:
      return { kind: 'run', command };
  }
}

function idOf(frame: Exclude<ReadFrame, { kind: 'unreadable' }>): string | undefined {
  return frame.kind === 'invalid' ? frame.id : frame.command.id;
}

function closed(reason: CloseReason): ConnectionStep {
  return { state: CLOSED, effect: { kind: 'close', reason } };
}
