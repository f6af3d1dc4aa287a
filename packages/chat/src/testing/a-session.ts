import { FRESH_SESSION_STATE, type Session } from '../sessions/session.ts';

/** A conversation in which only what the test names matters. */
export function aSession(overrides: Partial<Session> = {}): Session {
  return {
    id: 'session-1',
    ownerKey: 'a:owner-1',
    assistant: 'support',
    alias: undefined,
    createdAtMs: 1_000,
    state: FRESH_SESSION_STATE,
    ...overrides,
  };
}
