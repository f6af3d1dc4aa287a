/** Every name that is used in Redis. No other file makes one (D27). */
export interface RedisKeys {
  readonly channel: string;
  /** The hash of what is kept for a topic. */
  topic(name: string): string;
  lease(name: string): string;
  stream(name: string): string;
  sessionCache(sessionId: string): string;
  answerCache(key: string): string;
  /** The chunks of one answer. */
  chatStream(streamId: string): string;
  /** The hash of what a session or a user remembers of tickets. */
  ticketScope(kind: string, id: string): string;
  /** The hash of one budget's account. */
  budget(key: string): string;
  /** The reservations in it, by their expiry. */
  heldOfBudget(key: string): string;
}

/**
 * The version of what is written. Another one lives beside it instead of misreading it.
 */
const FORMAT = 'v1';
const MAX_PREFIX_CHARS = 100;

/** @throws {RangeError} for a prefix that is empty or too long */
export function redisKeys(prefix: string): RedisKeys {
  if (prefix.length === 0 || prefix.length > MAX_PREFIX_CHARS) {
    throw new RangeError(`prefix must have 1 to ${MAX_PREFIX_CHARS} characters, got ${prefix.length}`);
  }
  const name = (...parts: readonly string[]): string => [prefix + FORMAT, ...parts.map(encodePart)].join(':');
  return {
    channel: name('changes'),
    topic: topic => name('topic', topic),
    lease: lease => name('lease', lease),
    stream: stream => name('stream', stream),
    sessionCache: sessionId => name('session-cache', sessionId),
    answerCache: key => name('answer-cache', key),
    chatStream: streamId => name('chat-stream', streamId),
    ticketScope: (kind, id) => name('ticket', kind, id),
    budget: key => name('budget', key),
    heldOfBudget: key => name('budget-held', key),
  };
}

/**
 * One part of a name: letters, digits and a few signs that no pattern, separator or log line gives a meaning. Two
 * texts never share a part.
 */
export function encodePart(text: string): string {
  // JSON writes half of a surrogate pair as an escape, on which percent-encoding alone would throw.
  return encodeURIComponent(JSON.stringify(text).slice(1, -1)).replaceAll('*', '%2A');
}
