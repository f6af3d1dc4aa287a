import { chatFailure, type ChatErrorCode, type ChatFailure } from '../chat-error.ts';

/** A step that did not let the turn go on. */
export interface Refusal {
  readonly kind: 'refused';
  readonly failure: ChatFailure;
}

export function refuse(code: ChatErrorCode, known: Partial<Omit<ChatFailure, 'code'>> = {}): Refusal {
  return { kind: 'refused', failure: chatFailure(code, known) };
}
