import { fenced } from '@naru/chat/assistant';
import type { Message } from '@naru/language-model';

const TAG = 'customer-message';

export function customerMessage(text: string): Message {
  return { role: 'user', text: fenced(TAG, text) };
}

/** Earlier messages as the model sees them: what customers wrote is data, then as now. */
export function conversation(history: readonly Message[]): readonly Message[] {
  return history.map(message => (message.role === 'user' ? { ...message, text: fenced(TAG, message.text) } : message));
}
