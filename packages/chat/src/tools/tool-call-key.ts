import { sha256Hex } from '@naru/kernel';
import type { TurnRecord } from '../turn/turn-record.ts';

/**
 * Names the call of a tool by what the customer would see happen twice: the message that asked, the tool, the
 * input whatever the order of its fields, and how often the same was asked before in this turn.
 */
export function toolCallKey(
  { sessionId, userMessageId }: TurnRecord,
  toolName: string,
  input: Readonly<Record<string, unknown>>,
  occurrence: number,
): string {
  return sha256Hex(JSON.stringify([sessionId, userMessageId, toolName, sortFields(input), occurrence]));
}

function sortFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortFields);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).map(([name, field]): [string, unknown] => [name, sortFields(field)]);
  return fields.sort(([a], [b]) => (a < b ? -1 : 1));
}
