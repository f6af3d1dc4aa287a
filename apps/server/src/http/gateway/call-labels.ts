import type { CallLabels } from '@naru/language-model';
import type { FastifyRequest } from 'fastify';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import type { GatewayCaller } from '../plugins/api-key.ts';
import type { CompletionRequest } from './completion-request.ts';

/** What a question is about, by the rules of the assistant whose policy was named. */
export interface QuestionIntent {
  readonly intent: string;
  readonly risk: 'normal' | 'high';
}

export interface IntentRules {
  /** `undefined` where the model name has no rules, such as a provider's alias. */
  ofQuestion(model: string, text: string): QuestionIntent | undefined;
  riskOf(intent: string): 'normal' | 'high';
}

/** Model names that mean an assistant's policy, whose budgets then count. */
const ASSISTANTS: ReadonlySet<string> = new Set(['support', 'booking', 'report']);
const NO_MATCH = 'GENERAL';
const INTENT = /^[A-Z][A-Z0-9_]{0,39}$/;
const TIER = /^[A-Za-z0-9_-]{1,40}$/;
const SESSION = /^[\w:.@+-]{1,200}$/;

/**
 * Who asks for what: tenant from the key, intent, tier and session from the `x-naru-*` headers.
 *
 * @throws {RequestProblem} for a header that is there and not readable
 */
export function callLabels(
  request: FastifyRequest,
  caller: GatewayCaller,
  { model, messages }: CompletionRequest,
  rules: IntentRules,
): CallLabels {
  const intent = labelHeader(request, 'x-naru-intent', INTENT, 'upper-case letters, digits and _');
  const tier = labelHeader(request, 'x-naru-tier', TIER, 'letters, digits, _ and -');
  const sessionId = labelHeader(request, 'x-naru-session', SESSION, 'letters, digits and _ : . @ + -');
  const question = intent === undefined ? rules.ofQuestion(model, lastUserText(messages)) : undefined;
  const about = intent === undefined ? question : { intent, risk: rules.riskOf(intent) };
  return {
    requestId: request.id,
    traceId: request.traceId,
    intent: about?.intent ?? NO_MATCH,
    risk: about?.risk ?? 'normal',
    ...(caller.kind === 'keyed' && caller.tenant !== undefined && { tenant: caller.tenant }),
    ...(ASSISTANTS.has(model) && { assistant: model }),
    ...(tier !== undefined && { tier }),
    ...(sessionId !== undefined && { sessionId }),
  };
}

function lastUserText(messages: CompletionRequest['messages']): string {
  const last = messages.findLast(message => message.role === 'user');
  return last?.role === 'user' ? last.text : '';
}

function labelHeader(request: FastifyRequest, name: string, pattern: RegExp, allowed: string): string | undefined {
  const value = header(request, name);
  if (value === undefined || pattern.test(value)) return value;
  throw new RequestProblem('invalid_request', { field: name, message: `The header ${name} may hold ${allowed} only.` });
}
