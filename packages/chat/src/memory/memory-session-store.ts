import type { SessionStore } from '../ports/session-store.ts';
import type { Session } from '../sessions/session.ts';

/** The reference `SessionStore`: for tests, and for running without a database. */
export function createMemorySessionStore(): SessionStore {
  const sessions = new Map<string, Session>();
  /** Alias to session id, for each owner apart. */
  const aliases = new Map<string, Map<string, string>>();

  function aliasesOf(ownerKey: string): Map<string, string> {
    return aliases.getOrInsertComputed(ownerKey, () => new Map());
  }

  function owned(ownerKey: string, sessionId: string | undefined): Session | undefined {
    const session = sessionId === undefined ? undefined : sessions.get(sessionId);
    return session?.ownerKey === ownerKey ? session : undefined;
  }

  return {
    async open(session) {
      const { id, ownerKey, alias } = session;
      const known = alias === undefined ? undefined : owned(ownerKey, aliasesOf(ownerKey).get(alias));
      if (known) return known;
      if (sessions.has(id)) throw new Error(`The session id ${id} is taken; ids must be new`);
      sessions.set(id, session);
      if (alias !== undefined) aliasesOf(ownerKey).set(alias, id);
      return session;
    },

    async find(ownerKey, idOrAlias) {
      return owned(ownerKey, idOrAlias) ?? owned(ownerKey, aliases.get(ownerKey)?.get(idOrAlias));
    },

    async get(sessionId) {
      return sessions.get(sessionId);
    },

    async adopt(fromOwnerKey, toOwnerKey) {
      if (fromOwnerKey === toOwnerKey) return 0;
      const moving = [...sessions.values()].filter(session => session.ownerKey === fromOwnerKey);
      const taken = aliasesOf(toOwnerKey);
      for (const session of moving) {
        const { id, alias } = session;
        const keepsAlias = alias !== undefined && !taken.has(alias);
        if (keepsAlias) taken.set(alias, id);
        sessions.set(id, { ...session, ownerKey: toOwnerKey, alias: keepsAlias ? alias : undefined });
      }
      aliases.delete(fromOwnerKey);
      return moving.length;
    },

    async saveState(sessionId, state) {
      const session = sessions.get(sessionId);
      if (session) sessions.set(sessionId, { ...session, state });
    },
  };
}
