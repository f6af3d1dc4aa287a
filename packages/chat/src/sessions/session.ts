/** A conversation. */
export interface Session {
  /** Made by the server: 128 random bits, for a signed-in user `u:<user id>:<id>`. */
  readonly id: string;
  readonly ownerKey: string;
  readonly assistant: string;
  /** The client's own name for it, unique for each owner; missing when the client took ours. */
  readonly alias: string | undefined;
  readonly createdAtMs: number;
  readonly state: SessionState;
}

/** What a conversation remembers beside its messages. */
export interface SessionState {
  /** Answers without support in a row. */
  readonly fallbackCount: number;
  readonly unresolved: UnresolvedContext | undefined;
  /** Turns that have ended, where they are counted: the version of what the session cache keeps. Missing: none. */
  readonly endedTurns?: number;
}

/** The last question that got no supported answer. */
export interface UnresolvedContext {
  readonly reasonCode: string;
  readonly nextAction: string;
  readonly traceId: string;
  readonly requestId: string;
  /** The question, for a ticket made of it later. Never logged. */
  readonly query: string;
}

/** Nothing unresolved; what only counts on is kept. */
export function clearedState({ endedTurns }: SessionState): SessionState {
  return endedTurns === undefined ? FRESH_SESSION_STATE : { ...FRESH_SESSION_STATE, endedTurns };
}

export const FRESH_SESSION_STATE: SessionState = { fallbackCount: 0, unresolved: undefined };
