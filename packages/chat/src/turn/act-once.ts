import type { ActOnce, FixedAnswer } from '../assistant/assistant.ts';
import type { SubmitRequest } from '../engine.ts';
import { toolCallKey } from '../tools/tool-call-key.ts';
import type { RunningTurn } from './running-turn.ts';

/** Lets the assistant do what it prepared. The same customer message has the same call key, also when it is sent again. */
export function actOnce(act: ActOnce, turn: RunningTurn, { owner }: SubmitRequest): Promise<FixedAnswer> {
  const { id: turnId, sessionId } = turn.record;
  const callKey = toolCallKey(turn.record, act.intent, {}, 0);
  return act.run({ owner, sessionId, turnId, callKey, signal: turn.signal });
}
