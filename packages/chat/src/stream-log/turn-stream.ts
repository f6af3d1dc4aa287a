import type { TurnStream } from '../engine.ts';
import type { LoggedChunk } from '../ports/stream-log.ts';
import type { Session } from '../sessions/session.ts';
import { replayChunks } from '../turn/replay-chunks.ts';
import type { TurnDeps } from '../turn/turn-deps.ts';
import { turnAsOf } from '../turn/turn-lease.ts';
import type { TurnRecord } from '../turn/turn-record.ts';

/** How often a turn that runs in another process is looked at. */
const LOOK_AGAIN_MS = 500;

/** An answer to be read: from its log, or, when that is gone, from what is stored. */
export function turnStream(turn: TurnRecord, session: Session, deps: TurnDeps): TurnStream {
  const running = deps.running.get(turn.id);
  const never = new AbortController().signal;
  let ended: Promise<TurnRecord> | undefined = running?.ended;
  return {
    streamId: turn.streamId,
    session,
    messageId: turn.messageId,
    read: (afterSeq, signal) => readTurn(turn, afterSeq, signal, deps),
    get ended() {
      return (ended ??= storedEnd(turn, never, deps));
    },
  };
}

async function* readTurn(
  turn: TurnRecord,
  afterSeq: number,
  signal: AbortSignal,
  deps: TurnDeps,
): AsyncGenerator<readonly LoggedChunk[], void, undefined> {
  using _reader = deps.running.get(turn.id)?.presence.attach(signal);
  const logged = await deps.streamLog.read(turn.streamId, afterSeq, signal);
  if (logged) return yield* logged;

  const { state, ...rest } = await storedEnd(turn, signal, deps);
  if (signal.aborted || state.name !== 'ended') return;
  const replay = replayChunks({ ...rest, state }, state.result).map((chunk, index) => ({ seq: index + 1, chunk }));
  const unread = replay.slice(Math.max(0, afterSeq));
  if (unread.length > 0) yield unread;
}

/** Waits for a turn that another process runs; its lease bounds the wait. Gives what is known when cut short. */
async function storedEnd(turn: TurnRecord, signal: AbortSignal, { turns, clock }: TurnDeps): Promise<TurnRecord> {
  let known = turn;
  while (known.state.name === 'running' && !signal.aborted) {
    try {
      known = (await turns.find(turn.id)) ?? known;
      known = turnAsOf(known, clock.now());
      if (known.state.name === 'running') await clock.sleep(LOOK_AGAIN_MS, signal);
    } catch {
      // The signal, or a store that is away: then the lease that we know of decides.
      known = turnAsOf(known, clock.now());
      if (known.state.name === 'running' && !signal.aborted) await clock.sleep(LOOK_AGAIN_MS);
    }
  }
  return known;
}
