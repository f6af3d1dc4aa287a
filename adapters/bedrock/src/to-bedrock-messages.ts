import { sha256Hex } from '@naru/kernel';
import type { ImageContent, Message } from '@naru/language-model';
import type { BedrockBlock, BedrockRequest } from './bedrock-wire.ts';
import { isRecord, parseJson } from './json.ts';
import { ProviderFailure } from './provider-failure.ts';

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: BedrockBlock[];
}

const TOOL_USE_ID = /^[a-zA-Z0-9_.:-]{1,64}$/;
const IMAGE = /^data:image\/(png|jpeg|gif|webp);base64,([A-Za-z0-9+/=\s]+)$/;

/**
 * Neighbours of one role become one turn, as Converse wants them by turns and the results of parallel tool calls
 * together.
 *
 * @throws {ProviderFailure} `bad_request` for an image that Converse cannot take
 */
export function toBedrockMessages(messages: readonly Message[]): NonNullable<BedrockRequest['messages']> {
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

/** The names of tools that the messages speak of, whether they are still offered or not. */
export function toolNamesIn(messages: readonly Message[]): ReadonlySet<string> {
  const names = messages.flatMap(message => {
    if (message.role === 'tool') return [message.toolName];
    return message.role === 'assistant' ? (message.toolCalls ?? []).map(({ name }) => name) : [];
  });
  return new Set(names);
}

function toBlocks(message: Exclude<Message, { role: 'system' }>): BedrockBlock[] {
  switch (message.role) {
    case 'user':
      return [...(message.images ?? []).map(toImage), ...toText(message.text)];
    case 'assistant':
      return [
        ...toText(message.text),
        ...(message.toolCalls ?? []).map(({ id, name, inputText }): BedrockBlock => {
          const input = parseJson(inputText);
          return { toolUse: { toolUseId: toToolUseId(id), name, input: isRecord(input) ? (input as never) : {} } };
        }),
      ];
    case 'tool':
      return [
        {
          toolResult: {
            toolUseId: toToolUseId(message.toolCallId),
            content: [{ text: message.resultText.trim() === '' ? '(empty)' : message.resultText }],
            ...(message.isError ? { status: 'error' as const } : {}),
          },
        },
      ];
  }
}

/** Blank texts are refused. */
function toText(text: string): BedrockBlock[] {
  return text.trim() === '' ? [] : [{ text }];
}

/** Ids of another provider's calls may hold what Bedrock refuses; call and result are renamed alike. */
function toToolUseId(id: string): string {
  return TOOL_USE_ID.test(id) ? id : sha256Hex(id);
}

function toImage({ url }: ImageContent): BedrockBlock {
  const [, format, data] = IMAGE.exec(url) ?? [];
  if (format === undefined || data === undefined) {
    const detail = 'an image that is no data: URL of png, jpeg, gif or webp; Converse loads no addresses';
    throw new ProviderFailure({ kind: 'bad_request', detail });
  }
  return { image: { format: format as 'png', source: { bytes: Buffer.from(data, 'base64') } } };
}
