import { findSources } from '../find-sources.ts';
import {
  isList,
  listAt,
  objectAt,
  optionalBoolean,
  optionalCount,
  optionalNumberWithin,
  RequestFault,
  textAt,
  type Json,
} from '../json.ts';
import type { HeaderLookup } from '../protocol.ts';
import type { RequestFacts, ToolChoiceFacts, ToolFacts } from '../request-facts.ts';
import { readAnthropicMessages } from './anthropic-messages.ts';

/** @throws {RequestFault} where Anthropic would answer 400 */
export function readAnthropicRequest(body: Json, header: HeaderLookup): RequestFacts {
  const version = header('anthropic-version');
  if (!version) throw new RequestFault('header anthropic-version', 'a version such as 2023-06-01', undefined);
  const request = objectAt(body, 'body');
  const maxTokens = optionalCount(request['max_tokens'], 'max_tokens');
  if (maxTokens === undefined) throw new RequestFault('max_tokens', 'a whole number of at least 1', undefined);
  optionalNumberWithin(request['temperature'], 'temperature', 0, 1);
  const systemText = readSystem(request['system']);
  const tools = readTools(request['tools']);
  return {
    model: textAt(request['model'], 'model'),
    stream: optionalBoolean(request['stream'], 'stream'),
    messages: readAnthropicMessages(request['messages']),
    systemText,
    sources: findSources(systemText),
    tools,
    toolChoice: readToolChoice(request['tool_choice'], tools),
    wantsUsage: true,
    maxTokens,
  };
}

function readSystem(value: Json | undefined): string {
  if (value === undefined) return '';
  if (!isList(value)) return textAt(value, 'system');
  const texts = value.map((item, index) => textAt(objectAt(item, `system[${index}]`)['text'], `system[${index}].text`));
  return texts.join('\n');
}

function readTools(value: Json | undefined): readonly ToolFacts[] {
  if (value === undefined) return [];
  return listAt(value, 'tools').map((item, index) => {
    const tool = objectAt(item, `tools[${index}]`);
    const name = textAt(tool['name'], `tools[${index}].name`);
    const inputSchema = objectAt(tool['input_schema'], `tools[${index}].input_schema`);
    if (inputSchema['type'] !== 'object') {
      throw new RequestFault(`tools[${index}].input_schema.type`, '"object"', inputSchema['type']);
    }
    return { name, inputSchema };
  });
}

function readToolChoice(value: Json | undefined, tools: readonly ToolFacts[]): ToolChoiceFacts {
  if (value === undefined) return 'auto';
  if (tools.length === 0) throw new RequestFault('tool_choice', 'no such field without tools', value);
  const choice = objectAt(value, 'tool_choice');
  switch (choice['type']) {
    case 'auto':
      return 'auto';
    case 'none':
      return 'none';
    case 'any':
      return 'required';
    case 'tool':
      return { tool: textAt(choice['name'], 'tool_choice.name') };
    default:
      throw new RequestFault('tool_choice.type', 'auto, any, tool or none', choice['type']);
  }
}
