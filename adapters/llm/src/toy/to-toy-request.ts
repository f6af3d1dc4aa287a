import type { ModelCall } from '@naru/language-model';
import type { ToyRequest } from './toy-wire.ts';

const MAX_QUESTION_CHARACTERS = 4_000;

export function toToyRequest({ prompt, tools, settings }: ModelCall): ToyRequest {
  const { messages } = prompt;
  const askedAt = messages.findLastIndex(message => message.role === 'user');
  const asked = messages[askedAt];
  return {
    question: asked?.role === 'user' ? asked.text.slice(0, MAX_QUESTION_CHARACTERS) : '',
    sources: prompt.sources ?? [],
    tools,
    toolChoice: settings.toolChoice ?? 'auto',
    toolResults: messages
      .slice(askedAt + 1)
      .flatMap(message =>
        message.role === 'tool' ? [{ text: message.resultText, isError: message.isError ?? false }] : [],
      ),
    messageCount: messages.length,
  };
}
