import { chatFailure } from './chat-error.ts';
import type { ChatEngine, ChatEngineDeps, ChatHistory, SubmitOutcome, SubmitRequest, TurnStream } from './engine.ts';
import { createMemoryTurnRateLimit } from './memory/memory-turn-rate-limit.ts';
import { ownerKey, type Owner } from './owner.ts';
import { turnStream } from './stream-log/turn-stream.ts';
import { admitTurn } from './turn/admit-turn.ts';
import { checkSettings } from './check-settings.ts';
import { faultFields } from './turn/fault-fields.ts';
import type { RunningTurn } from './turn/running-turn.ts';
import { RunningTurns } from './turn/running-turns.ts';
import { openStream, runTurn } from './turn/turn.ts';
import type { TurnDeps } from './turn/turn-deps.ts';

/** Turns of a conversation that a page shows. */
const HISTORY_TURNS = 200;
/** How long what was cut at a shutdown may take to be stored. */
const LAST_WORDS_MS = 5_000;

/**
 * Builds the engine of one process.
 *
 * @throws {RangeError} when a setting is not what it may be, or assistants are missing or share a name
 */
export function createChatEngine(given: ChatEngineDeps): ChatEngine {
  checkSettings(given);
  const { settings, clock, sessions, turns, streamLog, logger } = given;
  const rateLimit = given.rateLimit ?? createMemoryTurnRateLimit({ turnsPerMinute: settings.turnsPerMinute, clock });
  const running = new RunningTurns();
  const deps: TurnDeps = { ...given, rateLimit, running };

  async function submit(request: SubmitRequest): Promise<SubmitOutcome> {
    const admission = await admitTurn(request, deps);
    switch (admission.kind) {
      case 'refused':
        return { kind: 'refused', error: { ...admission.failure, traceId: request.traceId } };
      case 'repeat': {
        const session = await sessions.find(ownerKey(request.owner), admission.turn.sessionId);
        if (!session) return { kind: 'refused', error: { ...chatFailure('NOT_FOUND'), traceId: request.traceId } };
        return { kind: 'accepted', stream: turnStream(admission.turn, session, deps), isRepeat: true };
      }
      case 'admitted': {
        const { turn, assistant } = admission;
        const writer = openStream(turn, deps);
        if (request.caller || request.mode === 'json') attend(turn, request.caller);
        const stream = turnStream(turn.record, turn.session, deps);
        turn.admit();
        void runTurn(turn, request, assistant, writer, deps).catch(error => giveUp(turn, error));
        return { kind: 'accepted', stream, isRepeat: false };
      }
    }
  }

  /** A caller that reads nothing and waits for the end is there all the same. */
  function attend(turn: RunningTurn, caller = new AbortController().signal): void {
    const reader = turn.presence.attach(caller);
    void turn.ended.then(() => reader[Symbol.dispose]());
  }

  /** A fault of ours, or of the log: the lease ends what is left of the turn. */
  function giveUp(turn: RunningTurn, error: unknown): void {
    const { id: turnId, sessionId, traceId } = turn.record;
    logger.error({ turnId, sessionId, traceId, ...faultFields(error) }, 'a turn could not be brought to its end');
    running.remove(turn);
    turn.leaveAs(turn.record);
  }

  async function resume(owner: Owner, chatId: string): Promise<TurnStream | undefined> {
    const session = await sessions.find(ownerKey(owner), chatId);
    const turn = session && (await turns.findRunning(session.id, clock.now()));
    if (!turn || (await running.get(turn.id)?.admitted) === false) return undefined;
    return (await streamLog.has(turn.streamId)) ? turnStream(turn, session, deps) : undefined;
  }

  return {
    async submit(request) {
      try {
        return await submit(request);
      } catch (error) {
        const { requestId, traceId } = request;
        logger.error({ requestId, traceId, ...faultFields(error) }, 'could not take a message');
        return { kind: 'refused', error: { ...chatFailure('INTERNAL'), traceId } };
      }
    },

    resume,

    async stream(owner, streamId) {
      const turn = await turns.find(streamId);
      const session = turn && (await sessions.find(ownerKey(owner), turn.sessionId));
      return session && (await streamLog.has(streamId)) ? turnStream(turn, session, deps) : undefined;
    },

    async stop(owner, chatId, streamId) {
      const session = await sessions.find(ownerKey(owner), chatId);
      const turn = session && (await turns.findRunning(session.id, clock.now()));
      if (!turn || (streamId !== undefined && turn.streamId !== streamId)) return;
      const here = running.get(turn.id);
      here?.cut({ kind: 'stopped' });
      await here?.ended;
    },

    async history(owner, chatId): Promise<ChatHistory | undefined> {
      const session = await sessions.find(ownerKey(owner), chatId);
      if (!session) return undefined;
      const listed = await turns.list(session.id, HISTORY_TURNS, clock.now());
      const active = listed.findLast(({ state }) => state.name === 'running');
      return { session, turns: listed, activeStreamId: active?.streamId };
    },

    async drain(ms) {
      running.refuseMore();
      const enough = new AbortController();
      const all = running.allEnded().then(() => enough.abort());
      await clock.sleep(ms, enough.signal).catch(() => {});
      running.cutAll();
      const late = new AbortController();
      await Promise.race([all, clock.sleep(LAST_WORDS_MS, late.signal).catch(() => {})]);
      late.abort();
    },
  };
}
