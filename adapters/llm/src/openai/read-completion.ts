import { isRecord } from '../http/json-body.ts';
import type { OpenaiCompletion } from './openai-wire.ts';

/**
 * Reads the body of a whole answer; undefined when it is none. By hand: a schema library took longer than parsing the
 * body, and a gateway reads one for every request.
 */
export function readCompletion(body: unknown): OpenaiCompletion | undefined {
  if (!isRecord(body) || !Array.isArray(body['choices'])) return undefined;
  const choices: readonly unknown[] = body['choices'];
  if (choices.length === 0 || !choices.every(isChoice)) return undefined;
  const [choice] = choices;
  if (!choice) return undefined;
  const { message } = choice;
  return {
    model: textOf(body['model']),
    finishReason: textOf(choice['finish_reason']),
    text: textOf(message['content']) ?? '',
    refusal: textOf(message['refusal']) ?? '',
    reasoning: textOf(message['reasoning_content']) ?? textOf(message['reasoning']) ?? '',
    toolCalls: Array.isArray(message['tool_calls']) ? (message['tool_calls'] as readonly unknown[]) : [],
    usage: body['usage'],
  };
}

type Choice = Readonly<Record<string, unknown>> & { readonly message: Readonly<Record<string, unknown>> };

function isChoice(value: unknown): value is Choice {
  if (!isRecord(value) || !isTextOrNothing(value['finish_reason'])) return false;
  const message = value['message'];
  if (!isRecord(message) || !isTextOrNothing(message['content']) || !isTextOrNothing(message['refusal'])) return false;
  const calls = message['tool_calls'];
  return calls === undefined || calls === null || Array.isArray(calls);
}

function isTextOrNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === 'string';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
