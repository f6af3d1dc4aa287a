import type { Message, ModelCall, ToolChoice } from '@naru/language-model';
import { isRecord } from '../http/json-body.ts';

type Json = Readonly<Record<string, unknown>>;

/** OpenAI's own newer models refuse `max_tokens`; most compatible servers know nothing else. */
export type MaxTokensName = 'max_tokens' | 'max_completion_tokens';

/**
 * The body of a Chat Completions request. A caller's own body goes as it came, but for the model, the mode and
 * the usage, which must be ours.
 */
export function toOpenaiRequest(call: ModelCall, model: string, maxTokensName: MaxTokensName): Json {
  const isStream = call.settings.mode === 'stream';
  if (call.raw?.protocol === 'openai') return fromRaw(call.raw.body, model, isStream);
  const { settings, tools, prompt } = call;
  return {
    model,
    messages: prompt.messages.map(toWireMessage),
    stream: isStream,
    ...(isStream ? { stream_options: { include_usage: true } } : {}),
    ...(settings.maxTokens === undefined ? {} : { [maxTokensName]: settings.maxTokens }),
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
    ...(settings.topP === undefined ? {} : { top_p: settings.topP }),
    ...(settings.stop?.length ? { stop: settings.stop } : {}),
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: 'function',
            function: { name, description, parameters: inputSchema },
          })),
        }
      : {}),
    ...(tools.length > 0 && settings.toolChoice ? { tool_choice: toWireToolChoice(settings.toolChoice) } : {}),
  };
}

function fromRaw(body: Json, model: string, isStream: boolean): Json {
  const { stream_options: options, ...rest } = body;
  const streamOptions = { ...(isRecord(options) ? options : {}), include_usage: true };
  return { ...rest, model, stream: isStream, ...(isStream ? { stream_options: streamOptions } : {}) };
}

function toWireToolChoice(choice: ToolChoice): unknown {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.tool } };
}

function toWireMessage(message: Message): Json {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.text };
    case 'user':
      return {
        role: 'user',
        content: message.images?.length ? withImages(message.text, message.images) : message.text,
      };
    case 'assistant': {
      const calls = message.toolCalls ?? [];
      if (calls.length === 0) return { role: 'assistant', content: message.text };
      return {
        role: 'assistant',
        content: message.text === '' ? null : message.text,
        tool_calls: calls.map(({ id, name, inputText }) => ({
          id,
          type: 'function',
          function: { name, arguments: inputText },
        })),
      };
    }
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.resultText };
  }
}

function withImages(text: string, images: readonly { readonly url: string }[]): readonly Json[] {
  const pictures = images.map(({ url }) => ({ type: 'image_url', image_url: { url } }));
  return text === '' ? pictures : [{ type: 'text', text }, ...pictures];
}
