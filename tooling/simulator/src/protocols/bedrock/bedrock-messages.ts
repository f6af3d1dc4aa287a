import { isObject, listAt, objectAt, RequestFault, textAt, type Json, type JsonObject } from '../json.ts';
import type { MessageFacts } from '../request-facts.ts';

const ID = /^[a-zA-Z0-9_.:-]{1,64}$/;

/** Reads the messages; they take turns, the user begins, and results come right after the calls. */
export function readBedrockMessages(value: Json | undefined): readonly MessageFacts[] {
  const messages = listAt(value, 'messages');
  if (messages.length === 0) throw new RequestFault('messages', 'at least one message', value);
  let unanswered: ReadonlySet<string> = new Set();
  return messages.flatMap((item, index) => {
    const path = `messages[${index}]`;
    const { role, content } = objectAt(item, path);
    const due = index % 2 === 0 ? 'user' : 'assistant';
    if (role !== due) throw new RequestFault(`${path}.role`, `${due}, by turns`, role);
    const items = listAt(content, `${path}.content`);
    if (items.length === 0) throw new RequestFault(`${path}.content`, 'at least one block', content);
    const blocks = items.map((block, at) => readBlock(block, `${path}.content[${at}]`));
    if (role === 'user') checkResults(blocks, unanswered, path);
    unanswered = new Set(blocks.flatMap(({ callId }) => callId ?? []));
    const results = blocks.flatMap(({ resultText }) => resultText ?? []);
    const texts = blocks.flatMap(({ text }) => text ?? []).join('');
    return [
      ...results.map((text): MessageFacts => ({ role: 'tool', text })),
      ...(texts !== '' || results.length === 0 ? [{ role: due, text: texts } as const] : []),
    ];
  });
}

/** Says whether any message calls a tool or holds a result: then `toolConfig` must be there. */
export function hasToolBlocks(value: Json | undefined): boolean {
  return listAt(value, 'messages').some(message => {
    const content = isObject(message) ? message['content'] : undefined;
    return (
      Array.isArray(content) && content.some(block => isObject(block) && ('toolUse' in block || 'toolResult' in block))
    );
  });
}

interface BlockFacts {
  readonly text?: string;
  readonly callId?: string;
  readonly resultId?: string;
  readonly resultText?: string;
}

function readBlock(item: Json, path: string): BlockFacts {
  const block = objectAt(item, path);
  const names = Object.keys(block);
  const [name] = names;
  if (names.length !== 1) throw new RequestFault(path, 'exactly one member', item);
  switch (name) {
    case 'text':
      return { text: fullText(block[name], `${path}.text`) };
    case 'cachePoint':
      return {};
    case 'image':
      return readImage(objectAt(block[name], `${path}.image`), `${path}.image`);
    case 'toolUse': {
      const call = objectAt(block[name], `${path}.toolUse`);
      objectAt(call['input'], `${path}.toolUse.input`);
      textAt(call['name'], `${path}.toolUse.name`);
      return { callId: idAt(call['toolUseId'], `${path}.toolUse.toolUseId`) };
    }
    case 'toolResult': {
      const result = objectAt(block[name], `${path}.toolResult`);
      const texts = listAt(result['content'], `${path}.toolResult.content`).map((inner, at) =>
        textAt(objectAt(inner, `${path}.toolResult.content[${at}]`)['text'], `${path}.toolResult.content[${at}].text`),
      );
      return { resultId: idAt(result['toolUseId'], `${path}.toolResult.toolUseId`), resultText: texts.join('') };
    }
    default:
      throw new RequestFault(path, 'text, image, toolUse, toolResult or cachePoint', item);
  }
}

function readImage(image: JsonObject, path: string): BlockFacts {
  if (!['png', 'jpeg', 'gif', 'webp'].includes(String(image['format']))) {
    throw new RequestFault(`${path}.format`, 'png, jpeg, gif or webp', image['format']);
  }
  textAt(objectAt(image['source'], `${path}.source`)['bytes'], `${path}.source.bytes`);
  return {};
}

function checkResults(blocks: readonly BlockFacts[], unanswered: ReadonlySet<string>, path: string): void {
  const answered = new Set(blocks.flatMap(({ resultId }) => resultId ?? []));
  const strange = answered.difference(unanswered).size;
  if (strange > 0) throw new RequestFault(path, 'results of calls in the message before only', `${strange} others`);
  const missing = unanswered.difference(answered).size;
  if (missing > 0) throw new RequestFault(path, `a toolResult for each of ${missing} unanswered calls`, undefined);
}

function fullText(value: Json | undefined, path: string): string {
  const text = textAt(value, path);
  if (text.trim() === '') throw new RequestFault(path, 'a text that is not blank', text);
  return text;
}

function idAt(value: Json | undefined, path: string): string {
  const id = textAt(value, path);
  if (!ID.test(id)) throw new RequestFault(path, '1 to 64 of a-z, A-Z, 0-9, _ . : -', id);
  return id;
}
