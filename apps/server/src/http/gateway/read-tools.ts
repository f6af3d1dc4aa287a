import type { ToolChoice, ToolDefinition } from '@naru/language-model';
import { isObject, wrong } from './expect.ts';

const MAX_TOOLS = 128;
const TOOL_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/** @throws {RequestProblem} that names the first tool that is not a function */
export function readTools(value: unknown): readonly ToolDefinition[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MAX_TOOLS)
    throw wrong('tools', `an array of at most ${MAX_TOOLS}`, value);
  return value.map((tool: unknown, index) => {
    const param = `tools[${index}]`;
    const definition = isObject(tool) ? tool['function'] : undefined;
    if (!isObject(tool) || tool['type'] !== 'function' || !isObject(definition)) {
      throw wrong(param, "an object of type 'function'", isObject(tool) ? tool['type'] : tool);
    }
    const { name, description, parameters } = definition;
    if (typeof name !== 'string' || !TOOL_NAME.test(name)) throw wrong(`${param}.function.name`, 'a tool name', name);
    if (parameters !== undefined && !isObject(parameters)) {
      throw wrong(`${param}.function.parameters`, 'a JSON Schema object', parameters);
    }
    return {
      name,
      description: typeof description === 'string' ? description : '',
      inputSchema: parameters ?? { type: 'object', properties: {} },
    };
  });
}

/** @throws {RequestProblem} for a choice that is not OpenAI's, or a tool that was not given */
export function readToolChoice(value: unknown, tools: readonly ToolDefinition[]): ToolChoice | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  const named = isObject(value) && value['type'] === 'function' ? value['function'] : undefined;
  const name = isObject(named) ? named['name'] : undefined;
  if (typeof name !== 'string' || !tools.some(tool => tool.name === name)) {
    throw wrong('tool_choice', "'auto', 'none', 'required', or one of the given functions", value);
  }
  return { tool: name };
}
