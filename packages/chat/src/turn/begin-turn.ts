import { ownerKey } from '../owner.ts';
import type { SubmitRequest } from '../engine.ts';
import type { Session } from '../sessions/session.ts';
import { RunningTurn } from './running-turn.ts';
import type { TurnDeps } from './turn-deps.ts';
import type { TurnRecord } from './turn-record.ts';

/** Makes the turn. It is known in this process before its claim, so that whoever meets the claim finds it. */
export function beginTurn(
  session: Session,
  text: string,
  request: SubmitRequest,
  replaced: TurnRecord | undefined,
  { ids, clock, settings, running }: TurnDeps,
): RunningTurn {
  const id = ids.newId();
  const nowMs = clock.now();
  const record: TurnRecord = {
    id,
    sessionId: session.id,
    ownerKey: ownerKey(request.owner),
    // The same, so that a stream's turn, and with it its owner, is found by the stream's id.
    streamId: id,
    messageId: ids.newId(),
    userMessageId: replaced?.userMessageId ?? request.clientMessageId ?? ids.newId(),
    userText: text,
    trigger: request.trigger,
    replacesTurnId: replaced?.id,
    requestId: request.requestId,
    traceId: request.traceId,
    createdAtMs: nowMs,
    state: { name: 'running', leaseUntilMs: nowMs + settings.leaseMs },
  };
  const turn = new RunningTurn(record, session, clock);
  running.add(turn);
  return turn;
}
