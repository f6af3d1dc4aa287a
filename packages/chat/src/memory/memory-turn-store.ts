import type { ClaimOutcome, TurnClaim, TurnStore } from '../ports/turn-store.ts';
import { givesWay, turnAsOf } from '../turn/turn-lease.ts';
import type { TurnRecord, TurnState } from '../turn/turn-record.ts';

interface KeyHolder {
  readonly turnId: string;
  readonly fingerprint: string;
  readonly expiresAtMs: number;
}

/** The reference `TurnStore`: for tests, and for running without a database. */
export function createMemoryTurnStore(): TurnStore {
  const turns = new Map<string, TurnRecord>();
  /** Turn ids in the order of their claims. */
  const conversations = new Map<string, string[]>();
  const keyHolders = new Map<string, KeyHolder>();

  function turnsOf(sessionId: string): TurnRecord[] {
    return (conversations.get(sessionId) ?? []).map(id => turns.get(id)!);
  }

  /** Only the last turn of a conversation can run: the next is kept once it has ended. */
  function runningIn(sessionId: string): TurnRecord | undefined {
    const last = turns.get(conversations.get(sessionId)?.at(-1) ?? '');
    return last?.state.name === 'running' ? last : undefined;
  }

  /** Keeps what time has done to a turn, and gives it. */
  function settled(turn: TurnRecord | undefined, nowMs: number): TurnRecord | undefined {
    if (turn) turns.set(turn.id, turnAsOf(turn, nowMs));
    return turn && turns.get(turn.id);
  }

  function repeatOf({ idempotencyKey, fingerprint, nowMs }: TurnClaim): ClaimOutcome | undefined {
    const holder = idempotencyKey === undefined ? undefined : keyHolders.get(idempotencyKey);
    if (!holder || holder.expiresAtMs <= nowMs) return undefined;
    const turn = settled(turns.get(holder.turnId), nowMs);
    if (!turn || (turn.state.name === 'ended' && givesWay(turn.state.result))) return undefined;
    return holder.fingerprint === fingerprint ? { kind: 'repeat', turn } : { kind: 'mismatch' };
  }

  function keep({ turn, idempotencyKey, fingerprint, idempotencyExpiresAtMs: expiresAtMs }: TurnClaim): void {
    if (turns.has(turn.id)) throw new Error(`The turn id ${turn.id} is taken; ids must be new`);
    turns.set(turn.id, turn);
    conversations.getOrInsertComputed(turn.sessionId, () => []).push(turn.id);
    if (idempotencyKey !== undefined) keyHolders.set(idempotencyKey, { turnId: turn.id, fingerprint, expiresAtMs });
  }

  /** Changes the state of a running turn; says whether it ran. */
  function change(turnId: string, state: TurnState): boolean {
    const turn = turns.get(turnId);
    if (turn?.state.name !== 'running') return false;
    turns.set(turnId, { ...turn, state });
    return true;
  }

  return {
    async claim(claim) {
      const running = settled(runningIn(claim.turn.sessionId), claim.nowMs);
      const repeat = repeatOf(claim);
      if (repeat) return repeat;
      if (running?.state.name === 'running') return { kind: 'busy', turn: running };
      keep(claim);
      return { kind: 'claimed' };
    },

    async release(turnId) {
      const turn = turns.get(turnId);
      if (turn?.state.name !== 'running') return;
      turns.delete(turnId);
      conversations.get(turn.sessionId)?.pop();
    },

    async renew(turnId, leaseUntilMs) {
      return change(turnId, { name: 'running', leaseUntilMs });
    },

    async finish(turnId, endedAtMs, result) {
      return change(turnId, { name: 'ended', endedAtMs, result });
    },

    async find(turnId) {
      return turns.get(turnId);
    },

    async findByMessage(sessionId, messageId) {
      return turnsOf(sessionId).findLast(turn => turn.messageId === messageId);
    },

    async findRunning(sessionId, nowMs) {
      const running = runningIn(sessionId);
      return running && turnAsOf(running, nowMs).state.name === 'running' ? running : undefined;
    },

    async list(sessionId, limit, nowMs) {
      const seen = turnsOf(sessionId).map(turn => turnAsOf(turn, nowMs));
      const ended = seen.filter(turn => turn.state.name === 'ended');
      const replaced = new Set(ended.map(turn => turn.replacesTurnId));
      const kept = seen.filter(turn => !replaced.has(turn.id));
      return limit > 0 ? kept.slice(-limit) : [];
    },
  };
}
