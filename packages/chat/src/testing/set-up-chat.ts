import { FakeClock, recordingLogger, sequentialIds } from '@naru/kernel/testing';
import { seededRandom } from '@naru/kernel';
import type { LanguageModel } from '@naru/language-model';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { createChatEngine } from '../create-chat-engine.ts';
import type { ChatEngineDeps, ChatSettings, SubmitOutcome, TurnStream } from '../engine.ts';
import { createMemorySessionStore } from '../memory/memory-session-store.ts';
import { createMemoryStreamLog } from '../memory/memory-stream-log.ts';
import { createMemoryTurnStore } from '../memory/memory-turn-store.ts';
import type { LoggedChunk } from '../ports/stream-log.ts';
import type { TurnEvent } from '../ports/turn-observer.ts';
import type { TurnChunk } from '../turn/turn-chunk.ts';
import type { TurnRecord, TurnResult } from '../turn/turn-record.ts';
import { scriptedAssistant } from './scripted-assistant.ts';

/** The settings of a fresh server. */
export const CHAT_SETTINGS: ChatSettings = {
  historyMessages: 20,
  turnsPerMinute: 60,
  maxMessageChars: 2_000,
  firstChunkMs: 10_000,
  totalMs: 60_000,
  leaseMs: 30_000,
  abandonedAfterMs: 1_000,
  budget: { extraAttempts: 3, waitMs: 30_000 },
};

export interface ChatOverrides extends Partial<
  Omit<ChatEngineDeps, 'settings' | 'clock' | 'logger' | 'languageModel'>
> {
  readonly settings?: Partial<ChatSettings>;
  /** The one model behind every policy. */
  readonly model?: LanguageModel;
  readonly clock?: FakeClock;
}

/** A chat engine over memory stores, a fake clock and a model that says one sentence. */
export function setUpChat({ settings, model, clock = new FakeClock(), ...overrides }: ChatOverrides = {}) {
  const logger = recordingLogger();
  const events: TurnEvent[] = [];
  const answering = model ?? scriptedModel('primary', [[say('이틀쯤 걸립니다.'), finish]]);
  const deps: ChatEngineDeps = {
    assistants: [scriptedAssistant()],
    languageModel: () => answering,
    sessions: createMemorySessionStore(),
    turns: createMemoryTurnStore(),
    streamLog: createMemoryStreamLog({ clock }),
    observer: { on: event => events.push(event) },
    random: seededRandom(1),
    ids: sequentialIds(),
    ...overrides,
    settings: { ...CHAT_SETTINGS, ...settings },
    clock,
    logger,
  };
  return { ...deps, engine: createChatEngine(deps), clock, logger, events };
}

/** The stream of a message that was taken. */
export function accepted(outcome: SubmitOutcome): TurnStream {
  if (outcome.kind === 'accepted') return outcome.stream;
  throw new Error(`refused with ${outcome.error.code}: ${outcome.error.message}`);
}

/** The code with which a message was refused. */
export function refusedWith(outcome: SubmitOutcome): string {
  return outcome.kind === 'refused' ? outcome.error.code : 'accepted';
}

/** Reads a stream to its end. */
export async function readAll(stream: TurnStream, afterSeq = 0): Promise<readonly LoggedChunk[]> {
  const read: LoggedChunk[] = [];
  for await (const batch of stream.read(afterSeq, new AbortController().signal)) read.push(...batch);
  return read;
}

export async function readChunks(stream: TurnStream): Promise<readonly TurnChunk[]> {
  return (await readAll(stream)).map(({ chunk }) => chunk);
}

/** The words that a reader of these chunks sees at the end. */
export function textOf(chunks: readonly TurnChunk[]): string {
  const texts = new Map<string, string>();
  for (const chunk of chunks) {
    if (chunk.type === 'text-delta') texts.set(chunk.id, (texts.get(chunk.id) ?? '') + chunk.delta);
    if (chunk.type === 'reset-step') texts.clear();
  }
  return [...texts.values()].join('\n\n');
}

/** How a turn ended. */
export function resultOf({ state }: TurnRecord): TurnResult {
  if (state.name === 'ended') return state.result;
  throw new Error('the turn has not ended');
}
