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
import type { MessageFacts, RequestFacts, ToolChoiceFacts, ToolFacts } from '../request-facts.ts';
import { readOpenaiMessages } from './openai-messages.ts';

/** @throws {RequestFault} where OpenAI would answer 400 */
export function readOpenaiRequest(body: Json): RequestFacts {
  const request = objectAt(body, 'body');
  const model = textAt(request['model'], 'model');
  const messages = readOpenaiMessages(request['messages']);
  const stream = optionalBoolean(request['stream'], 'stream');
  optionalNumberWithin(request['temperature'], 'temperature', 0, 2);
  optionalNumberWithin(request['top_p'], 'top_p', 0, 1);
  const tools = readTools(request['tools']);
  const systemText = systemTextOf(messages);
  return {
    model,
    stream,
    messages,
    systemText,
    sources: findSources(systemText),
    tools,
    toolChoice: readToolChoice(request['tool_choice'], tools),
    wantsUsage: readStreamOptions(request['stream_options'], stream),
    maxTokens:
      optionalCount(request['max_completion_tokens'], 'max_completion_tokens') ??
      optionalCount(request['max_tokens'], 'max_tokens'),
  };
}

function systemTextOf(messages: readonly MessageFacts[]): string {
  return messages
    .filter(({ role }) => role === 'system')
    .map(({ text }) => text)
    .join('\n');
}

function readTools(value: Json | undefined): readonly ToolFacts[] {
  if (value === undefined || value === null) return [];
  const tools = listAt(value, 'tools');
  // OpenAI refuses an empty list: the field has to be left out.
  if (tools.length === 0) throw new RequestFault('tools', 'at least one tool or no such field', value);
  return tools.map((item, index) => {
    const tool = objectAt(item, `tools[${index}]`);
    if (tool['type'] !== 'function') throw new RequestFault(`tools[${index}].type`, '"function"', tool['type']);
    const definition = objectAt(tool['function'], `tools[${index}].function`);
    const name = textAt(definition['name'], `tools[${index}].function.name`);
    if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
      throw new RequestFault(`tools[${index}].function.name`, '1 to 64 letters, digits, _ or -', name);
    }
    const { parameters } = definition;
    return { name, inputSchema: isObject(parameters) ? parameters : {} };
  });
}

function readToolChoice(value: Json | undefined, tools: readonly ToolFacts[]): ToolChoiceFacts {
  if (value === undefined || value === null || value === 'auto') return 'auto';
  if (tools.length === 0) throw new RequestFault('tool_choice', 'no such field without tools', value);
  if (value === 'none' || value === 'required') return value;
  const choice = objectAt(value, 'tool_choice');
  const tool = textAt(objectAt(choice['function'], 'tool_choice.function')['name'], 'tool_choice.function.name');
  if (!tools.some(({ name }) => name === tool)) {
    throw new RequestFault('tool_choice.function.name', 'the name of a given tool', tool);
  }
  return { tool };
}

function readStreamOptions(value: Json | undefined, stream: boolean): boolean {
  if (value === undefined || value === null) return false;
  if (!stream || isList(value)) throw new RequestFault('stream_options', 'no such field without stream: true', value);
  return optionalBoolean(objectAt(value, 'stream_options')['include_usage'], 'stream_options.include_usage');
}
