import { isList, listAt, objectAt, RequestFault, textAt, type Json, type JsonObject } from '../json.ts';
import type { MessageFacts } from '../request-facts.ts';

/** Reads the messages; tool results come in a user message right after the calls, as Anthropic insists. */
export function readAnthropicMessages(value: Json | undefined): readonly MessageFacts[] {
  const messages = listAt(value, 'messages');
  if (messages.length === 0) throw new RequestFault('messages', 'at least one message', value);
  let unanswered: ReadonlySet<string> = new Set();
  return messages.flatMap((item, index) => {
    const path = `messages[${index}]`;
    const message = objectAt(item, path);
    const { role } = message;
    if (role !== 'user' && role !== 'assistant') throw new RequestFault(`${path}.role`, 'user or assistant', role);
    if (index === 0 && role !== 'user') throw new RequestFault(`${path}.role`, 'user in the first message', role);
    const blocks = readBlocks(message['content'], `${path}.content`);
    if (role === 'user') checkResults(blocks, unanswered, path);
    unanswered = new Set(blocks.flatMap(({ callId }) => callId ?? []));
    if (role === 'assistant' && unanswered.size > 0 && index === messages.length - 1) {
      throw new RequestFault(path, 'a user message with tool results after tool calls', role);
    }
    const texts = blocks.flatMap(({ text }) => text ?? []).join('');
    const results = blocks.flatMap(({ resultText }) => resultText ?? []);
    return [
      ...results.map((text): MessageFacts => ({ role: 'tool', text })),
      ...(texts !== '' || results.length === 0 ? [{ role, text: texts } as const] : []),
    ];
  });
}

interface BlockFacts {
  readonly text?: string;
  readonly callId?: string;
  readonly resultId?: string;
  readonly resultText?: string;
}

function checkResults(blocks: readonly BlockFacts[], unanswered: ReadonlySet<string>, path: string): void {
  const answered = new Set(blocks.flatMap(({ resultId }) => resultId ?? []));
  for (const id of answered) {
    if (!unanswered.has(id)) throw new RequestFault(path, 'results of calls in the message before only', id);
  }
  const missing = unanswered.difference(answered).size;
  if (missing > 0)
    throw new RequestFault(path, `a tool_result for each of ${missing} unanswered tool calls`, undefined);
}

function readBlocks(value: Json | undefined, path: string): readonly BlockFacts[] {
  if (typeof value === 'string') {
    if (value === '') throw new RequestFault(path, 'a text that is not empty', value);
    return [{ text: value }];
  }
  const blocks = listAt(value, path);
  if (blocks.length === 0) throw new RequestFault(path, 'at least one block', value);
  return blocks.map((item, index) => readBlock(objectAt(item, `${path}[${index}]`), `${path}[${index}]`));
}

function readBlock(block: JsonObject, path: string): BlockFacts {
  switch (block['type']) {
    case 'text': {
      const text = textAt(block['text'], `${path}.text`);
      if (text === '') throw new RequestFault(`${path}.text`, 'a text that is not empty', text);
      return { text };
    }
    case 'thinking':
    case 'image':
      return {};
    case 'tool_use':
      objectAt(block['input'], `${path}.input`);
      textAt(block['name'], `${path}.name`);
      return { callId: textAt(block['id'], `${path}.id`) };
    case 'tool_result':
      return {
        resultId: textAt(block['tool_use_id'], `${path}.tool_use_id`),
        resultText: resultText(block['content'], `${path}.content`),
      };
    default:
      throw new RequestFault(`${path}.type`, 'text, image, thinking, tool_use or tool_result', block['type']);
  }
}

function resultText(value: Json | undefined, path: string): string {
  if (value === undefined) return '';
  if (!isList(value)) return textAt(value, path);
  return value
    .map((item, index) => readBlock(objectAt(item, `${path}[${index}]`), `${path}[${index}]`).text ?? '')
    .join('');
}
