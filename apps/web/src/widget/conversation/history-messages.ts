import type { HistoryBody } from '@naru/api-contract';
import type { ChatMessage } from './chat-message.ts';

/**
 * The messages of a history as the chat keeps them. An answer that was made again stands in the place of the one
 * before, as it did when it was made.
 */
export function historyMessages({ messages }: HistoryBody): ChatMessage[] {
  const turns = new Map<string, HistoryBody['messages']>();
  let turn: HistoryBody['messages'] = [];
  for (const message of messages) {
    if (message.role === 'user' || turns.size === 0) {
      turn = [];
      turns.set(message.id, turn);
    }
    turn.push(message);
  }
  // Parts are loose on the wire and parsed where they are shown.
  return [...turns.values()].flat() as unknown as ChatMessage[];
}
