import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4ToolResultPart,
} from '@ai-sdk/provider';
import type { ImageContent, Message, ToolCall } from '@naru/language-model';

export interface ReadPrompt {
  readonly messages: readonly Message[];
  /** Kinds of content that our prompts do not know, once each. */
  readonly dropped: ReadonlySet<string>;
}

type ResponseFormat = LanguageModelV4CallOptions['responseFormat'];
type FilePart = Extract<Extract<LanguageModelV4Message, { role: 'user' }>['content'][number], { type: 'file' }>;

/** Reads a prompt of the AI SDK. Thoughts of former turns are left out: they are one vendor's, and signed by it. */
export function readPrompt(prompt: LanguageModelV4CallOptions['prompt'], format: ResponseFormat): ReadPrompt {
  const dropped = new Set<string>();
  const messages = prompt.flatMap(message => readMessage(message, dropped));
  return { messages: format?.type === 'json' ? [askForJson(format), ...messages] : messages, dropped };
}

function askForJson(format: Extract<ResponseFormat, { type: 'json' }>): Message {
  const fitting = format.schema ? ` that fits this JSON Schema:\n${JSON.stringify(format.schema)}` : '.';
  return { role: 'system', text: `Answer with one JSON object and nothing else${fitting}` };
}

function readMessage(message: LanguageModelV4Message, dropped: Set<string>): readonly Message[] {
  switch (message.role) {
    case 'system':
      return [{ role: 'system', text: message.content, ...(asksForCache(message) ? { cachePoint: true } : {}) }];
    case 'user': {
      const texts: string[] = [];
      const images: ImageContent[] = [];
      for (const part of message.content) {
        const image = part.type === 'file' ? toImage(part) : undefined;
        if (part.type === 'text') texts.push(part.text);
        else if (image) images.push(image);
        else dropped.add(`file of type ${part.mediaType}`);
      }
      return [{ role: 'user', text: texts.join('\n'), ...(images.length > 0 ? { images } : {}) }];
    }
    case 'assistant':
      return readAssistant(message, dropped);
    case 'tool':
      return message.content.flatMap(part => {
        if (part.type === 'tool-result') return [toToolMessage(part)];
        dropped.add(part.type);
        return [];
      });
  }
}

function readAssistant(
  { content }: Extract<LanguageModelV4Message, { role: 'assistant' }>,
  dropped: Set<string>,
): readonly Message[] {
  const texts: string[] = [];
  const toolCalls: ToolCall[] = [];
  const results: Message[] = [];
  for (const part of content) {
    if (part.type === 'text') texts.push(part.text);
    else if (part.type === 'tool-call') {
      toolCalls.push({ id: part.toolCallId, name: part.toolName, inputText: JSON.stringify(part.input ?? {}) });
    } else if (part.type === 'tool-result') results.push(toToolMessage(part));
    else if (part.type !== 'reasoning') dropped.add(part.type);
  }
  return [{ role: 'assistant', text: texts.join(''), ...(toolCalls.length > 0 ? { toolCalls } : {}) }, ...results];
}

function toToolMessage({ toolCallId, toolName, output }: LanguageModelV4ToolResultPart): Message {
  const isError = output.type === 'error-text' || output.type === 'error-json' || output.type === 'execution-denied';
  return { role: 'tool', toolCallId, toolName, resultText: resultText(output), ...(isError ? { isError } : {}) };
}

function resultText(output: LanguageModelV4ToolResultPart['output']): string {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value;
    case 'json':
    case 'error-json':
      return JSON.stringify(output.value);
    case 'execution-denied':
      return output.reason ?? 'The user did not allow this.';
    case 'content':
      return output.value.map(item => (item.type === 'text' ? item.text : `[${item.type}]`)).join('\n');
  }
}

/** Bytes become a `data:` URL. Version 3 of the specification has the bytes or the address without a tag around. */
function toImage({ data, mediaType }: FilePart): ImageContent | undefined {
  if (!mediaType.startsWith('image/')) return undefined;
  const type = mediaType === 'image/*' ? 'image/png' : mediaType;
  const held: unknown = isTagged(data)
    ? data.type === 'url'
      ? data.url
      : 'data' in data
        ? data.data
        : undefined
    : data;
  if (held instanceof URL) return { url: held.href };
  if (held instanceof Uint8Array) return { url: `data:${type};base64,${Buffer.from(held).toString('base64')}` };
  return typeof held === 'string' ? { url: `data:${type};base64,${held}` } : undefined;
}

function isTagged(data: FilePart['data']): data is FilePart['data'] & { readonly type: string } {
  return typeof data === 'object' && 'type' in data;
}

/** Whoever marks a system message for the caches of Anthropic or Bedrock means the same as our own mark. */
function asksForCache({ providerOptions }: LanguageModelV4Message): boolean {
  const { naru, anthropic, bedrock } = providerOptions ?? {};
  return (
    naru?.['cachePoint'] === true || anthropic?.['cacheControl'] !== undefined || bedrock?.['cachePoint'] !== undefined
  );
}
