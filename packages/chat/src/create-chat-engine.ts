import { chatFailure } from './chat-error.ts';
import { checkSettings } from './check-settings.ts';
import type { ChatEngine, ChatEngineDeps, ChatHistory } from './engine.ts';
import { createMemoryTurnRateLimit } from './memory/memory-turn-rate-limit.ts';
import { ownerKey } from './owner.ts';
import { turnStream } from './stream-log/turn-stream.ts';
import { faultFields } from './turn/fault-fields.ts';
import { RunningTurns } from './turn/running-turns.ts';
import { takeTurn } from './turn/turn.ts';
import type { TurnDeps } from './turn/turn-deps.ts';

/** Turns of a conversation that a page shows. */
const HISTORY_TURNS = 200;

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

  return {
    async submit(request) {
      try {
        return await takeTurn(request, deps);
      } catch (error) {
        const { requestId, traceId } = request;
        logger.error({ requestId, traceId, ...faultFields(error) }, 'could not take a message');
        return { kind: 'refused', error: { ...chatFailure('INTERNAL'), traceId } };
      }
    },

    async resume(owner, chatId) {
      const session = await sessions.find(ownerKey(owner), chatId);
      const turn = session && (await turns.findRunning(session.id, clock.now()));
      if (!turn || (await running.get(turn.id)?.admitted) === false) return undefined;
      return (await streamLog.has(turn.streamId)) ? turnStream(turn, session, deps) : undefined;
    },

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

    drain: ms => running.drain(ms, clock),
  };
}
