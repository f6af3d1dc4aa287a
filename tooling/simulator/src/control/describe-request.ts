import { lastText } from '../protocols/request-facts.ts';
import type { ActiveBehaviour } from '../behaviours/play.ts';
import type { Reading } from '../server/provider-request.ts';
import type { BodyFacts, LogEntry } from './log-entry.ts';

const MAX_LOGGED_CHARACTERS = 2_000;

/** A request for the log. */
export function describeRequest(reading: Reading, bodyBytes: number): LogEntry['body'] {
  if (reading.kind !== 'understood') return { refused: reading.reason };
  const { facts } = reading;
  return {
    model: facts.model,
    stream: facts.stream,
    roles: facts.messages.map(({ role }) => role),
    messageCharacters: facts.messages.reduce((sum, { text }) => sum + text.length, 0),
    lastUserText: lastText(facts, 'user').slice(0, MAX_LOGGED_CHARACTERS),
    sources: facts.sources.length,
    tools: facts.tools.map(({ name }) => name),
    wantsUsage: facts.wantsUsage,
    maxTokens: facts.maxTokens,
    bodyBytes,
  } satisfies BodyFacts;
}

/** What was played, for the log; nothing where a gate let the request pass. */
export function describePlay(reading: Reading, active: readonly ActiveBehaviour[]): LogEntry['play'] {
  if (reading.kind !== 'understood') return { behaviour: '', chosenBy: 'none' };
  const { play, chosenBy } = reading.chosen;
  return { behaviour: active.some(({ name }) => play.names.has(name)) ? play.text : '', chosenBy };
}
