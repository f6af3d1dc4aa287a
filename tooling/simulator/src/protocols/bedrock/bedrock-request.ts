import { findSources } from '../find-sources.ts';
import {
  isObject,
  listAt,
  objectAt,
  optionalCount,
  optionalNumberWithin,
  RequestFault,
  textAt,
  type Json,
} from '../json.ts';
import type { RequestFacts, ToolChoiceFacts, ToolFacts } from '../request-facts.ts';
import { hasToolBlocks, readBedrockMessages } from './bedrock-messages.ts';

/** Both operations, told apart by the path; the model stands in it too. */
const PATH = /^\/model\/([^/]+)\/(converse|converse-stream)$/;

export function isBedrockPath(path: string): boolean {
  return PATH.test(path);
}

/** @throws {RequestFault} where Bedrock would answer with a `ValidationException` */
export function readBedrockRequest(body: Json, path: string): RequestFacts {
  const [, model = '', operation] = PATH.exec(path) ?? [];
  const request = objectAt(body, 'body');
  const systemText = readSystem(request['system']);
  const settings = objectAt(request['inferenceConfig'] ?? {}, 'inferenceConfig');
  optionalNumberWithin(settings['temperature'], 'inferenceConfig.temperature', 0, 1);
  optionalNumberWithin(settings['topP'], 'inferenceConfig.topP', 0, 1);
  const tools = readTools(request['toolConfig']);
  if (request['toolConfig'] === undefined && hasToolBlocks(request['messages'])) {
    throw new RequestFault('toolConfig', 'tools where messages hold toolUse or toolResult', undefined);
  }
  return {
    model: decodeURIComponent(model),
    stream: operation === 'converse-stream',
    messages: readBedrockMessages(request['messages']),
    systemText,
    sources: findSources(systemText),
    tools,
    toolChoice: readToolChoice(request['toolConfig']),
    wantsUsage: true,
    maxTokens: optionalCount(settings['maxTokens'], 'inferenceConfig.maxTokens'),
  };
}

function readSystem(value: Json | undefined): string {
  if (value === undefined) return '';
  return listAt(value, 'system')
    .flatMap((item, index) => {
      const block = objectAt(item, `system[${index}]`);
      if ('cachePoint' in block) return [];
      const text = textAt(block['text'], `system[${index}].text`);
      if (text.trim() === '') throw new RequestFault(`system[${index}].text`, 'a text that is not blank', text);
      return [text];
    })
    .join('\n');
}

function readTools(value: Json | undefined): readonly ToolFacts[] {
  if (value === undefined) return [];
  const tools = listAt(objectAt(value, 'toolConfig')['tools'], 'toolConfig.tools');
  if (tools.length === 0) throw new RequestFault('toolConfig.tools', 'at least one tool', tools);
  return tools.flatMap((item, index) => {
    const path = `toolConfig.tools[${index}]`;
    const tool = objectAt(item, path);
    if ('cachePoint' in tool) return [];
    const spec = objectAt(tool['toolSpec'], `${path}.toolSpec`);
    const schema = objectAt(objectAt(spec['inputSchema'], `${path}.inputSchema`)['json'], `${path}.inputSchema.json`);
    return [{ name: textAt(spec['name'], `${path}.toolSpec.name`), inputSchema: schema }];
  });
}

function readToolChoice(config: Json | undefined): ToolChoiceFacts {
  const choice = isObject(config) ? config['toolChoice'] : undefined;
  if (choice === undefined) return 'auto';
  const read = objectAt(choice, 'toolConfig.toolChoice');
  if ('auto' in read) return 'auto';
  if ('any' in read) return 'required';
  if ('tool' in read)
    return { tool: textAt(objectAt(read['tool'], 'toolChoice.tool')['name'], 'toolChoice.tool.name') };
  throw new RequestFault('toolConfig.toolChoice', 'auto, any or tool', choice);
}
