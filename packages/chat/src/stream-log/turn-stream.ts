import type { TurnStream } from '../engine.ts';
import type { LoggedChunk } from '../ports/stream-log.ts';
import type { Session } from '../sessions/session.ts';
import { endChunks } from '../turn/end-chunks.ts';
import { replayChunks } from '../turn/replay-chunks.ts';
import { isTerminal } from '../turn/turn-chunk.ts';
import type { TurnDeps } from '../turn/turn-deps.ts';
import { turnAsOf } from '../turn/turn-lease.ts';
import type { TurnRecord } from '../turn/turn-record.ts';

/** How long a silent stream is looked at once more after its turn has ended. */
const LAST_LOOK_MS = 1_000;
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
  if (logged) {
    let seen = afterSeq;
    for await (const batch of logged) {
      yield batch;
      const last = batch.at(-1);
      if (last && isTerminal(last.chunk)) return;
      seen = last?.seq ?? seen;
    }
    return yield* endOfLost(turn, seen, signal, deps);
  }

  const { state, ...rest } = await storedEnd(turn, signal, deps);
  if (signal.aborted || state.name !== 'ended') return;
  const replay = replayChunks({ ...rest, state }, state.result).map((chunk, index) => ({ seq: index + 1, chunk }));
  const unread = replay.slice(Math.max(0, afterSeq));
  if (unread.length > 0) yield unread;
}

/** The end of a stream whose process went silent: what it still came to say, else how its turn is stored to have ended. */
async function* endOfLost(
  turn: TurnRecord,
  afterSeq: number,
  signal: AbortSignal,
  deps: TurnDeps,
): AsyncGenerator<readonly LoggedChunk[], void, undefined> {
  const ended = await storedEnd(turn, signal, deps);
  if (signal.aborted || ended.state.name !== 'ended') return;
  const leaving = new AbortController();
  const timer = deps.clock.schedule(LAST_LOOK_MS, () => leaving.abort());
  let seen = afterSeq;
  try {
    // From the last one seen: a reader that has seen the end already is told nothing more.
    const from = Math.max(0, seen - 1);
    const rest = await deps.streamLog.read(turn.streamId, from, AbortSignal.any([signal, leaving.signal]));
    for await (const batch of rest ?? []) {
      const unseen = batch.filter(({ seq }) => seq > seen);
      if (unseen.length > 0) yield unseen;
      const last = batch.at(-1);
      if (last && isTerminal(last.chunk)) return;
      seen = Math.max(seen, last?.seq ?? 0);
    }
  } finally {
    timer.cancel();
  }
  if (signal.aborted) return;
  const chunks = endChunks(ended, ended.state.result, { finishReason: 'other' });
  yield chunks.map((chunk, index) => ({ seq: seen + index + 1, chunk }));
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
