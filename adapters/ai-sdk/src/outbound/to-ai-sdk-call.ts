import type { LanguageModelV4CallOptions, LanguageModelV4Message } from '@ai-sdk/provider';
import type { ImageContent, Message, ModelCall, ToolChoice } from '@naru/language-model';
import { isRecord } from './record.ts';

type UserPart = Extract<LanguageModelV4Message, { role: 'user' }>['content'][number];
type ToolMessage = Extract<LanguageModelV4Message, { role: 'tool' }>;

/** What the vendors' packages look for where a prompt's unchanging part ends; each passes over the others' (B-PRM-1). */
const CACHE_POINT = {
  anthropic: { cacheControl: { type: 'ephemeral' } },
  bedrock: { cachePoint: { type: 'default' } },
};

/** The options of `doGenerate` and `doStream`. @param version of the specification that the model keeps to */
export function toAiSdkCall(
  { prompt, tools, settings }: ModelCall,
  abortSignal: AbortSignal,
  version: string,
): LanguageModelV4CallOptions {
  const { maxTokens, temperature, topP, stop, toolChoice } = settings;
  return {
    prompt: toPrompt(prompt.messages, version),
    abortSignal,
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(stop?.length ? { stopSequences: [...stop] } : {}),
    ...(tools.length > 0
      ? {
          tools: tools.map(({ name, description, inputSchema }) => ({
            type: 'function' as const,
            name,
            description,
            inputSchema: inputSchema as never,
          })),
        }
      : {}),
    ...(tools.length > 0 && toolChoice ? { toolChoice: toToolChoice(toolChoice) } : {}),
  };
}

function toToolChoice(choice: ToolChoice): NonNullable<LanguageModelV4CallOptions['toolChoice']> {
  return typeof choice === 'string' ? { type: choice } : { type: 'tool', toolName: choice.tool };
}

/** The results of parallel tool calls become one message, as the AI SDK's own prompts have it. */
function toPrompt(messages: readonly Message[], version: string): LanguageModelV4Message[] {
  const prompt: LanguageModelV4Message[] = [];
  for (const message of messages) {
    const last = prompt.at(-1);
    if (message.role === 'tool' && last?.role === 'tool') last.content.push(...toToolMessage(message).content);
    else prompt.push(toMessage(message, version));
  }
  return prompt;
}

function toMessage(message: Message, version: string): LanguageModelV4Message {
  switch (message.role) {
    case 'system':
      return {
        role: 'system',
        content: message.text,
        ...(message.cachePoint ? { providerOptions: CACHE_POINT } : {}),
      };
    case 'user':
      return {
        role: 'user',
        content: [...(message.images ?? []).map(image => toFile(image, version)), ...toText(message.text)],
      };
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...toText(message.text),
          ...(message.toolCalls ?? []).map(({ id, name, inputText }) => ({
            type: 'tool-call' as const,
            toolCallId: id,
            toolName: name,
            input: parseInput(inputText),
          })),
        ],
      };
    case 'tool':
      return toToolMessage(message);
  }
}

function toToolMessage({ toolCallId, toolName, resultText, isError }: Extract<Message, { role: 'tool' }>): ToolMessage {
  const output = { type: isError ? ('error-text' as const) : ('text' as const), value: resultText };
  return { role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] };
}

function toText(text: string): { type: 'text'; text: string }[] {
  return text === '' ? [] : [{ type: 'text', text }];
}

function toFile({ url }: ImageContent, version: string): UserPart {
  const [, mediaType = 'image/*', base64] = /^data:([^;,]+);base64,(.*)$/s.exec(url) ?? [];
  const data =
    base64 === undefined ? { type: 'url' as const, url: new URL(url) } : { type: 'data' as const, data: base64 };
  // Before version 4 the bytes or the address stand there without a tag around.
  const bare = data.type === 'url' ? data.url : data.data;
  return { type: 'file', mediaType, data: version === 'v4' ? data : (bare as never) };
}

function parseInput(inputText: string): unknown {
  try {
    const input: unknown = JSON.parse(inputText);
    return isRecord(input) ? input : {};
  } catch {
    return {};
  }
}
