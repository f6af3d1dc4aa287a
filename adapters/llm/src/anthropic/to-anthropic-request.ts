import type { ImageContent, Message, ModelCall, ToolChoice } from '@naru/language-model';
import { isRecord, parseJson } from '../http/json-body.ts';

type Json = Readonly<Record<string, unknown>>;
interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: Json[];
}

/** Messages requires a limit; this one is asked for when the caller names none. */
const DEFAULT_MAX_TOKENS = 4_096;

/** The body of a Messages request. System messages go to the top; tool results are the user's turn. */
export function toAnthropicRequest({ prompt, tools, settings }: ModelCall, model: string): Json {
  return {
    model,
    max_tokens: settings.maxTokens ?? DEFAULT_MAX_TOKENS,
    messages: toTurns(prompt.messages),
    stream: settings.mode === 'stream',
    ...toSystem(prompt.messages),
    ...(settings.temperature === undefined ? {} : { temperature: Math.min(1, settings.temperature) }),
    ...(settings.topP === undefined ? {} : { top_p: settings.topP }),
    ...(settings.stop?.length ? { stop_sequences: settings.stop } : {}),
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, inputSchema }) => ({
            name,
            description,
            input_schema: inputSchema,
          })),
        }
      : {}),
    ...(tools.length > 0 && settings.toolChoice ? { tool_choice: toWireToolChoice(settings.toolChoice) } : {}),
  };
}

/** One text, or blocks where the prompt says up to where it never changes, so that the provider may cache that part. */
function toSystem(messages: readonly Message[]): Json {
  const system = messages.filter(message => message.role === 'system');
  if (system.length === 0) return {};
  if (!system.some(({ cachePoint }) => cachePoint)) return { system: system.map(({ text }) => text).join('\n\n') };
  return {
    system: system.map(({ text, cachePoint }) => ({
      type: 'text',
      text,
      ...(cachePoint ? { cache_control: { type: 'ephemeral' } } : {}),
    })),
  };
}

function toWireToolChoice(choice: ToolChoice): Json {
  if (typeof choice !== 'string') return { type: 'tool', name: choice.tool };
  return { type: choice === 'required' ? 'any' : choice };
}

/** Neighbours of one role become one turn, as the results of parallel tool calls must. */
function toTurns(messages: readonly Message[]): readonly Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    if (message.role === 'system') continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = toBlocks(message);
    const last = turns.at(-1);
    if (content.length === 0) continue;
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return turns;
}

function toBlocks(message: Exclude<Message, { role: 'system' }>): Json[] {
  switch (message.role) {
    case 'user':
      return [...(message.images ?? []).map(toImageBlock), ...toTextBlocks(message.text)];
    case 'assistant':
      return [
        ...toTextBlocks(message.text),
        ...(message.toolCalls ?? []).map(({ id, name, inputText }) => {
          const input = parseJson(inputText);
          return { type: 'tool_use', id, name, input: isRecord(input) ? input : {} };
        }),
      ];
    case 'tool':
      return [
        {
          type: 'tool_result',
          tool_use_id: message.toolCallId,
          content: message.resultText,
          ...(message.isError ? { is_error: true } : {}),
        },
      ];
  }
}

/** Empty text blocks are refused. */
function toTextBlocks(text: string): Json[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function toImageBlock({ url }: ImageContent): Json {
  const inline = /^data:([^;,]+);base64,(.*)$/s.exec(url);
  const source = inline ? { type: 'base64', media_type: inline[1], data: inline[2] } : { type: 'url', url };
  return { type: 'image', source };
}
