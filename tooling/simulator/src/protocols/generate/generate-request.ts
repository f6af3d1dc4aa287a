import { findSources } from '../find-sources.ts';
import {
  isList,
  isObject,
  listAt,
  objectAt,
  optionalBoolean,
  optionalCount,
  optionalNumberWithin,
  RequestFault,
  textAt,
  type Json,
} from '../json.ts';
import type { MessageFacts, NumberedSource, RequestFacts } from '../request-facts.ts';

/** @throws {RequestFault} where the request is not of R-CFG-4 */
export function readGenerateRequest(body: Json): RequestFacts {
  const request = objectAt(body, 'body');
  optionalNumberWithin(request['temperature'], 'temperature', 0, 2);
  const messages = readMessages(request['messages']);
  const systemTexts = messages.filter(({ role }) => role === 'system').map(({ text }) => text);
  const { context } = request;
  const contextSources = isList(context) ? context.map(readContextItem) : [];
  const systemText = [...systemTexts, ...(typeof context === 'string' ? [context] : [])].join('\n');
  if (context !== undefined && context !== null && typeof context !== 'string' && !isList(context)) {
    throw new RequestFault('context', 'a text or a list', context);
  }
  return {
    // The protocol has no model field; one that is sent all the same is taken, so that it can pick a behaviour.
    model: request['model'] === undefined ? 'generate-1' : textAt(request['model'], 'model'),
    stream: optionalBoolean(request['stream'], 'stream'),
    messages,
    systemText,
    sources: contextSources.length > 0 ? contextSources : findSources(systemText),
    tools: [],
    toolChoice: 'none',
    wantsUsage: true,
    maxTokens: optionalCount(request['max_tokens'], 'max_tokens'),
  };
}

function readMessages(value: Json | undefined): readonly MessageFacts[] {
  const messages = listAt(value, 'messages');
  if (messages.length === 0) throw new RequestFault('messages', 'at least one message', value);
  return messages.map((item, index) => {
    const message = objectAt(item, `messages[${index}]`);
    const { role } = message;
    if (role !== 'system' && role !== 'user' && role !== 'assistant' && role !== 'tool') {
      throw new RequestFault(`messages[${index}].role`, 'system, user, assistant or tool', role);
    }
    return { role, text: textAt(message['content'], `messages[${index}].content`) };
  });
}

function readContextItem(item: Json, index: number): NumberedSource {
  const number = index + 1;
  if (typeof item === 'string') return { number, id: String(number), text: item };
  if (!isObject(item)) throw new RequestFault(`context[${index}]`, 'a text or an object with a text', item);
  const id = item['id'] === undefined ? String(number) : textAt(item['id'], `context[${index}].id`);
  return { number, id, text: textAt(item['text'], `context[${index}].text`) };
}
