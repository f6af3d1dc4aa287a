import type { CompletionRequest } from './completion-request.ts';
import { isObject, optionalBoolean, optionalNumber, wrong, type JsonObject } from './expect.ts';
import { readMessages } from './read-messages.ts';
import { readToolChoice, readTools } from './read-tools.ts';

const UNDERSTOOD: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'stream',
  'stream_options',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'stop',
  'n',
]);
const MAX_MODEL_CHARS = 200;
const MAX_STOPS = 16;
const MAX_TOKENS = 10_000_000;

/**
 * Reads the body of `POST /v1/chat/completions`, by hand: a schema library costs more than the rest of the way.
 *
 * @throws {RequestProblem} with the parameter that is wrong, what is allowed and what was found
 */
export function readCompletionRequest(body: unknown): CompletionRequest {
  if (!isObject(body)) throw wrong('body', 'a JSON object', body);
  const model = body['model'];
  if (typeof model !== 'string' || model === '' || model.length > MAX_MODEL_CHARS) {
    throw wrong('model', `a model name of 1 to ${MAX_MODEL_CHARS} characters`, model);
  }
  if (body['functions'] !== undefined) throw wrong('functions', 'left out; use tools', body['functions']);
  const count = body['n'];
  if (count !== undefined && count !== null && count !== 1) throw wrong('n', '1', count);
  const tools = readTools(body['tools']);
  return {
    model,
    messages: readMessages(body['messages']),
    tools,
    toolChoice: readToolChoice(body['tool_choice'], tools),
    isStream: optionalBoolean(body, 'stream'),
    wantsUsage: readStreamOptions(body['stream_options']),
    maxTokens:
      optionalNumber(body, 'max_completion_tokens', { min: 1, max: MAX_TOKENS, isInteger: true }) ??
      optionalNumber(body, 'max_tokens', { min: 1, max: MAX_TOKENS, isInteger: true }),
    temperature: optionalNumber(body, 'temperature', { min: 0, max: 2 }),
    topP: optionalNumber(body, 'top_p', { min: 0, max: 1 }),
    stop: readStop(body['stop']),
    foreignParameters: Object.keys(body).filter(name => !UNDERSTOOD.has(name)),
    body,
  };
}

function readStreamOptions(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (!isObject(value)) throw wrong('stream_options', 'an object', value);
  return optionalBoolean(value satisfies JsonObject, 'include_usage');
}

function readStop(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return [value];
  const isAllowed = Array.isArray(value) && value.length <= MAX_STOPS && value.every(stop => typeof stop === 'string');
  if (!isAllowed) throw wrong('stop', `a string or an array of at most ${MAX_STOPS} strings`, value);
  return value;
}
