import type { Message, ModelCall } from '@naru/language-model';

type Json = Readonly<Record<string, unknown>>;

/** The body of a `generate` request, exactly as R-CFG-4 has it: sources go as `context`, tools do not go. */
export function toGenerateRequest({ prompt, settings }: ModelCall): Json {
  const sources = prompt.sources ?? [];
  return {
    messages: prompt.messages.map(toWireMessage),
    ...(sources.length > 0 ? { context: sources.map(({ id, title, text }) => ({ id, title, text })) } : {}),
    stream: settings.mode === 'stream',
    ...(settings.maxTokens === undefined ? {} : { max_tokens: settings.maxTokens }),
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
  };
}

function toWireMessage(message: Message): Json {
  return { role: message.role, content: message.role === 'tool' ? message.resultText : message.text };
}
