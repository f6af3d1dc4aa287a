import { isList, listAt, objectAt, RequestFault, textAt, type Json, type JsonObject } from '../json.ts';
import type { MessageFacts } from '../request-facts.ts';

const ROLES: ReadonlyMap<string, MessageFacts['role']> = new Map([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['assistant', 'assistant'],
  ['tool', 'tool'],
]);

/** Reads the messages and checks that every tool call is answered at once, which OpenAI insists on. */
export function readOpenaiMessages(value: Json | undefined): readonly MessageFacts[] {
  const messages = listAt(value, 'messages');
  if (messages.length === 0) throw new RequestFault('messages', 'at least one message', value);
  const unanswered = new Set<string>();
  const facts = messages.map((item, index) => {
    const path = `messages[${index}]`;
    const message = objectAt(item, path);
    const role = ROLES.get(textAt(message['role'], `${path}.role`));
    if (!role) throw new RequestFault(`${path}.role`, [...ROLES.keys()].join(', '), message['role']);
    if (role === 'tool') {
      const id = textAt(message['tool_call_id'], `${path}.tool_call_id`);
      if (!unanswered.delete(id)) {
        throw new RequestFault(`${path}.tool_call_id`, 'the id of a call in the assistant message before', id);
      }
    } else if (unanswered.size > 0) {
      throw new RequestFault(path, `a tool message for each of ${unanswered.size} unanswered tool calls`, role);
    }
    const callIds = role === 'assistant' ? readToolCalls(message, path) : [];
    for (const id of callIds) unanswered.add(id);
    return { role, text: readContent(message['content'], `${path}.content`, callIds.length > 0) };
  });
  if (unanswered.size > 0) throw new RequestFault('messages', 'an answer to every tool call', value);
  return facts;
}

function readToolCalls(message: JsonObject, path: string): readonly string[] {
  const value = message['tool_calls'];
  if (value === undefined || value === null) return [];
  const calls = listAt(value, `${path}.tool_calls`);
  if (calls.length === 0) throw new RequestFault(`${path}.tool_calls`, 'at least one call or no such field', value);
  return calls.map((item, index) => {
    const at = `${path}.tool_calls[${index}]`;
    const call = objectAt(item, at);
    if (call['type'] !== 'function') throw new RequestFault(`${at}.type`, '"function"', call['type']);
    const called = objectAt(call['function'], `${at}.function`);
    textAt(called['name'], `${at}.function.name`);
    textAt(called['arguments'], `${at}.function.arguments`);
    return textAt(call['id'], `${at}.id`);
  });
}

function readContent(value: Json | undefined, path: string, mayBeMissing: boolean): string {
  if (mayBeMissing && (value === undefined || value === null)) return '';
  if (!isList(value)) return textAt(value, path);
  return value.map((item, index) => readPart(objectAt(item, `${path}[${index}]`), `${path}[${index}]`)).join('');
}

function readPart(part: JsonObject, path: string): string {
  if (part['type'] === 'text') return textAt(part['text'], `${path}.text`);
  if (part['type'] === 'image_url') {
    textAt(objectAt(part['image_url'], `${path}.image_url`)['url'], `${path}.image_url.url`);
    return '';
  }
  throw new RequestFault(`${path}.type`, 'text or image_url', part['type']);
}
