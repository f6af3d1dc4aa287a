import type { GatewayAnswer } from '../faces/ask-gateway.ts';
import { FALLBACK_TEXT, PRIMARY_TEXT } from '../world/words.ts';
import { SAYINGS, type Outcome } from './outcome.ts';
import { Problems } from './problems.ts';

export interface GatewayExpectation {
  readonly outcome: Outcome;
  /** What the primary says when it says all. */
  readonly text?: string | undefined;
  readonly mayLackUsage?: boolean | undefined;
  /** What the fallback answers when it is asked alone: the bytes that a failover must give too. */
  readonly reference: GatewayAnswer;
}

/** Judges one answer of the gateway by what its caller sees, raw and through the official client. */
export function judgeGateway(
  answer: GatewayAnswer,
  { outcome, text = PRIMARY_TEXT, reference, mayLackUsage }: GatewayExpectation,
): readonly string[] {
  const problems = new Problems();
  problems.leaksNothing(answer.http);
  const isStream = answer.frames.length > 0;
  switch (outcome.kind) {
    case 'other':
      judgeComplete(answer, FALLBACK_TEXT, problems);
      problems.is('x-naru-provider', answer.provider, 'fallback_1');
      problems.is('x-naru-attempts', answer.attempts, 2);
      problems.is('bytes beside the fallback alone', withoutIdentity(answer), withoutIdentity(reference));
      break;
    case 'own':
      judgeComplete(answer, text, problems, mayLackUsage);
      problems.is('x-naru-provider', answer.provider, 'primary');
      problems.is('x-naru-attempts', answer.attempts, 1);
      break;
    case 'filtered':
      problems.is('status', answer.http.status, 200);
      problems.is('text', answer.text, text);
      problems.is('finish', answer.official.kind === 'complete' && answer.official.finishReason, 'content_filter');
      break;
    case 'broken':
      problems.is('status', answer.http.status, 200);
      problems.isBeginningOf('text', answer.text, text);
      problems.is('[DONE]', answer.hasDone, false);
      problems.holds('no error frame at the end', answer.frames.at(-1)?.startsWith('{"error":') === true);
      problems.is('error frames', answer.frames.filter(frame => frame.startsWith('{"error":')).length, 1);
      problems.is('the official client', answer.official.kind, 'threw');
      problems.is('x-naru-provider', answer.provider, 'primary');
      break;
    case 'error': {
      const { gateway } = SAYINGS[outcome.saying];
      problems.isOneOf('status', answer.http.status, gateway);
      problems.is('stream', isStream, false);
      problems.is('words', answer.text, '');
      problems.holds('the body is no OpenAI error object', isErrorObject(answer.document?.['error']));
      problems.is('the official client', answer.official.kind, 'threw');
      if (answer.official.kind === 'threw') problems.isOneOf('its status', answer.official.status, gateway);
      problems.is('x-should-retry', answer.http.headers['x-should-retry'], 'false');
      problems.is('x-naru-attempts', answer.attempts, outcome.asked);
      break;
    }
  }
  return problems.list;
}

function judgeComplete(answer: GatewayAnswer, text: string, problems: Problems, mayLackUsage = false): void {
  problems.is('status', answer.http.status, 200);
  problems.is('whole', answer.http.isWhole, true);
  problems.is('text', answer.text, text);
  problems.is('error', answer.errorCode, undefined);
  problems.is('the official client', answer.official.kind, 'complete');
  if (answer.official.kind === 'complete') problems.is('its text', answer.official.text, text);
  if (answer.frames.length > 0) {
    problems.is('[DONE] frames', answer.frames.filter(frame => frame === '[DONE]').length, 1);
    problems.is('[DONE] last', answer.frames.at(-1), '[DONE]');
  } else if (answer.usage || !mayLackUsage) {
    const { prompt_tokens: input = NaN, completion_tokens: output = NaN } = answer.usage ?? {};
    problems.holds(`usage ${input}, ${output} is no count`, isCount(input) && isCount(output));
  }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function isErrorObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { message, type, code } = value as Record<string, unknown>;
  return typeof message === 'string' && message !== '' && typeof type === 'string' && typeof code === 'string';
}

/** The body but for what differs from call to call. */
function withoutIdentity({ http }: GatewayAnswer): string {
  return http.body
    .replace(/"id":"[^"]*"/g, '"id":""')
    .replace(/"created":\d+/g, '"created":0')
    .replace(/"model":"[^"]*"/g, '"model":""')
    .replace(/"prompt_tokens":\d+|"total_tokens":\d+/g, '"tokens":0');
}
