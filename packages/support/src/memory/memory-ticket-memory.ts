import type { CreationMark, RememberedTicket, ScopeAt, TicketMemory, TicketScope } from '../ports/ticket-memory.ts';

interface Kept<Value> {
  readonly value: Value;
  readonly untilMs: number;
}

interface Drawer {
  epoch: number;
  mark: CreationMark | undefined;
  last: Kept<RememberedTicket> | undefined;
  readonly same: Map<string, Kept<RememberedTicket>>;
}

/** Scopes and inquiries that one process remembers; the oldest give way. */
const MAX_SCOPES = 10_000;
const MAX_INQUIRIES = 200;

/** The reference `TicketMemory`: for tests, and for one instance that may forget at a restart. */
export function createMemoryTicketMemory(): TicketMemory {
  const drawers = new Map<string, Drawer>();

  function drawerOf({ kind, id }: TicketScope): Drawer {
    const name = `${kind}:${id}`;
    const drawer = drawers.get(name) ?? { epoch: 0, mark: undefined, last: undefined, same: new Map() };
    // At the end again: what was touched last is forgotten last.
    drawers.delete(name);
    drawers.set(name, drawer);
    if (drawers.size > MAX_SCOPES) drawers.delete(drawers.keys().next().value!);
    return drawer;
  }

  const current = (scopes: readonly ScopeAt[]): readonly Drawer[] =>
    scopes.flatMap(scope => {
      const drawer = drawerOf(scope);
      return drawer.epoch === scope.epoch ? drawer : [];
    });

  return {
    async recall(scopes, inquiry, nowMs) {
      return scopes.map(scope => {
        const { epoch, mark, last, same } = drawerOf(scope);
        return {
          scope: { ...scope, epoch },
          same: inquiry === undefined ? undefined : live(same.get(inquiry), nowMs),
          cooling: mark && mark.untilMs > nowMs ? mark : undefined,
          last: live(last, nowMs),
        };
      });
    },

    async claim(scopes, mark, nowMs) {
      const drawers = scopes.map(drawerOf);
      const isTaken = drawers.some(({ mark: there }) => there?.ownerKey === mark.ownerKey && there.untilMs > nowMs);
      if (isTaken) return false;
      for (const drawer of drawers) drawer.mark = mark;
      return true;
    },

    async release(scopes, holder) {
      for (const drawer of scopes.map(drawerOf)) if (drawer.mark?.holder === holder) drawer.mark = undefined;
    },

    async remember(scopes, { ownerKey, number, cachedAtMs, lastUntilMs, opened }, nowMs) {
      const value: RememberedTicket = { ownerKey, number, cachedAtMs };
      for (const drawer of current(scopes)) {
        drawer.last = { value, untilMs: lastUntilMs };
        if (!opened) continue;
        const { inquiry, sameUntilMs, coolingUntilMs } = opened;
        drawer.mark = { ownerKey, holder: undefined, number, untilMs: coolingUntilMs };
        for (const [key, { untilMs }] of drawer.same) if (untilMs <= nowMs) drawer.same.delete(key);
        drawer.same.delete(inquiry);
        drawer.same.set(inquiry, { value, untilMs: sameUntilMs });
        if (drawer.same.size > MAX_INQUIRIES) drawer.same.delete(drawer.same.keys().next().value!);
      }
    },

    async forget(scope) {
      const drawer = drawerOf(scope);
      drawer.epoch += 1;
      drawer.mark = undefined;
      drawer.last = undefined;
      drawer.same.clear();
    },
  };
}

function live<Value>(kept: Kept<Value> | undefined, nowMs: number): Value | undefined {
  return kept && kept.untilMs > nowMs ? kept.value : undefined;
}
