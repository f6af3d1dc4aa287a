import type { ImageContent, Message, ToolCall } from '@naru/language-model';
import { isObject, wrong, type JsonObject } from './expect.ts';

const MAX_MESSAGES = 2_000;
const ROLES = 'one of system, developer, user, assistant, tool';

/** @throws {RequestProblem} that names the first message, and in it the field, that is not as OpenAI's API has it */
export function readMessages(value: unknown): readonly Message[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong('messages', 'a non-empty array', value);
  if (value.length > MAX_MESSAGES) throw wrong('messages', `an array of at most ${MAX_MESSAGES}`, value);
  const toolNames = new Map<string, string>();
  return value.map((message: unknown, index) => {
    const param = `messages[${index}]`;
    if (!isObject(message)) throw wrong(param, 'an object', message);
    return readMessage(message, param, toolNames);
  });
}

function readMessage(message: JsonObject, param: string, toolNames: Map<string, string>): Message {
  switch (message['role']) {
    case 'system':
    case 'developer':
      return { role: 'system', text: readText(message['content'], `${param}.content`) };
    case 'user':
      return readUserMessage(message['content'], `${param}.content`);
    case 'assistant':
      return readAssistantMessage(message, param, toolNames);
    case 'tool': {
      const id = message['tool_call_id'];
      if (typeof id !== 'string' || id === '') throw wrong(`${param}.tool_call_id`, 'the id of a tool call', id);
      const resultText = readText(message['content'], `${param}.content`);
      return { role: 'tool', toolCallId: id, toolName: toolNames.get(id) ?? 'unknown', resultText };
    }
    default:
      throw wrong(`${param}.role`, ROLES, message['role']);
  }
}

function readUserMessage(content: unknown, param: string): Message {
  if (typeof content === 'string') return { role: 'user', text: content };
  if (!Array.isArray(content) || content.length === 0) throw wrong(param, 'a string or a non-empty array', content);
  const texts: string[] = [];
  const images: ImageContent[] = [];
  for (const [index, part] of content.entries()) {
    const partParam = `${param}[${index}]`;
    if (isObject(part) && part['type'] === 'image_url')
      images.push(readImage(part['image_url'], `${partParam}.image_url`));
    else texts.push(readTextPart(part, partParam, 'a part of type text or image_url'));
  }
  return { role: 'user', text: texts.join('\n'), ...(images.length > 0 && { images }) };
}

function readAssistantMessage(message: JsonObject, param: string, toolNames: Map<string, string>): Message {
  const calls = message['tool_calls'];
  const toolCalls = calls === undefined || calls === null ? [] : readToolCalls(calls, `${param}.tool_calls`);
  for (const { id, name } of toolCalls) toolNames.set(id, name);
  const { content } = message;
  const isEmpty = content === undefined || content === null;
  if (isEmpty && toolCalls.length === 0)
    throw wrong(`${param}.content`, 'a string where there are no tool_calls', content);
  const text = isEmpty ? '' : readText(content, `${param}.content`);
  return { role: 'assistant', text, ...(toolCalls.length > 0 && { toolCalls }) };
}

function readToolCalls(value: unknown, param: string): readonly ToolCall[] {
  if (!Array.isArray(value)) throw wrong(param, 'an array', value);
  return value.map((call: unknown, index) => {
    const callParam = `${param}[${index}]`;
    const tool = isObject(call) ? call['function'] : undefined;
    if (!isObject(call) || !isObject(tool)) throw wrong(callParam, 'a function call', call);
    const { id } = call;
    const { name, arguments: inputText } = tool;
    if (typeof id !== 'string') throw wrong(`${callParam}.id`, 'a string', id);
    if (typeof name !== 'string') throw wrong(`${callParam}.function.name`, 'a string', name);
    if (typeof inputText !== 'string') throw wrong(`${callParam}.function.arguments`, 'a string', inputText);
    return { id, name, inputText };
  });
}

/** A string, or text parts that are joined. */
function readText(content: unknown, param: string): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) throw wrong(param, 'a string or an array of text parts', content);
  return content.map((part, index) => readTextPart(part, `${param}[${index}]`, 'a part of type text')).join('\n');
}

function readTextPart(part: unknown, param: string, allowed: string): string {
  if (!isObject(part)) throw wrong(param, allowed, part);
  if (part['type'] === 'text' && typeof part['text'] === 'string') return part['text'];
  // What an assistant once refused with comes back in its own turn.
  if (part['type'] === 'refusal' && typeof part['refusal'] === 'string') return part['refusal'];
  throw wrong(param, allowed, part['type']);
}

function readImage(value: unknown, param: string): ImageContent {
  const url = isObject(value) ? value['url'] : undefined;
  if (typeof url !== 'string' || !/^(?:https?:\/\/|data:image\/)/.test(url)) {
    throw wrong(`${param}.url`, 'an http(s) or data:image URL', url);
  }
  return { url };
}
