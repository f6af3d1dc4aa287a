import type { AssistantQuestion, CitableSource } from '@naru/chat/assistant';
import type { Message } from '@naru/language-model';
import { conversation, customerMessage } from './customer-message.ts';
import { ROLE_AND_RULES } from './role-and-rules.ts';
import { sourcesSection } from './sources-section.ts';

/** Raised with every change of a file in this folder or of a fixed sentence. */
export const PROMPT_VERSION = 'support-1';

export function composePrompt(
  { text, history }: Pick<AssistantQuestion, 'text' | 'history'>,
  sources: readonly CitableSource[],
): readonly Message[] {
  return [
    { role: 'system', text: `${ROLE_AND_RULES}\n\n${sourcesSection(sources)}` },
    ...conversation(history),
    customerMessage(text),
  ];
}
