import { ModelError, type ModelCall } from '@naru/language-model';
import type { Clock } from '@naru/kernel';
import { CallRefusedError, type Router } from '@naru/router';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Http } from '../http.ts';
import type { ApiKeyAuth } from '../plugins/api-key.ts';
import type { RunningAnswers } from '../running-answers.ts';
import { answerJson, answerStream } from './answer-completion.ts';
import { callLabels, type IntentRules } from './call-labels.ts';
import type { CompletionRequest } from './completion-request.ts';
import { failureAnswer, unknownModel, type FailureAnswer } from './failure-answer.ts';
import { gatewayModels, policyOf } from './gateway-models.ts';
import { completionRouteSchema } from './gateway-schemas.ts';
import { readCompletionRequest } from './read-completion-request.ts';

export interface CompletionRoutesDeps {
  readonly router: Pick<Router, 'languageModel' | 'policyNames'>;
  readonly intentRules: IntentRules;
  readonly apiKeys: ApiKeyAuth;
  readonly answers: RunningAnswers;
  readonly clock: Clock;
  readonly bodyLimitBytes: number;
}

/** `POST /v1/chat/completions`: reads the request once, asks the router, hands on what comes. */
export function addCompletionRoutes(http: Http, deps: CompletionRoutesDeps): void {
  http.route({
    method: 'POST',
    url: '/v1/chat/completions',
    config: { access: 'api-key' },
    bodyLimit: deps.bodyLimitBytes,
    schema: completionRouteSchema,
    // Read by hand, once: the schema is for the documentation.
    validatorCompiler: () => value => ({ value }),
    handler: async (request, reply) => {
      await complete(request, reply, deps);
      return reply;
    },
  });
}

async function complete(
  request: FastifyRequest,
  reply: FastifyReply,
  deps: CompletionRoutesDeps,
): Promise<FastifyReply> {
  const completion = readCompletionRequest(request.body);
  const policy = policyOf(completion.model);
  if (policy === undefined) return sendFailure(reply, unknownModel(gatewayModels(deps.router)));
  const labels = callLabels(request, request.gatewayCaller, completion, deps.intentRules);

  using answer = deps.answers.begin(reply.raw);
  const work = {
    model: deps.router.languageModel(policy),
    call: toModelCall(completion, labels, answer.signal),
    completion,
    createdSeconds: Math.floor(deps.clock.now() / 1_000),
  };
  try {
    if (!completion.isStream) return await answerJson(reply, work);
    await answerStream(reply, work);
    return reply;
  } catch (error) {
    // Whoever left gets no answer.
    if (reply.raw.destroyed) return reply.hijack();
    if (error instanceof CallRefusedError && error.refusal.code === 'unknown_model') {
      return sendFailure(reply, unknownModel(gatewayModels(deps.router)));
    }
    if (error instanceof ModelError) return sendFailure(reply, failureAnswer(error));
    throw error;
  }
}

function toModelCall(completion: CompletionRequest, labels: ModelCall['labels'], signal: AbortSignal): ModelCall {
  const { messages, tools, toolChoice, isStream, maxTokens, temperature, topP, stop, body } = completion;
  return {
    prompt: { messages },
    tools,
    settings: {
      mode: isStream ? 'stream' : 'json',
      toolCallCommit: 'first-delta',
      ...(maxTokens !== undefined && { maxTokens }),
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(stop !== undefined && { stop }),
      ...(toolChoice !== undefined && { toolChoice }),
    },
    signal,
    labels,
    raw: { protocol: 'openai', body },
  };
}

function sendFailure(reply: FastifyReply, { status, headers, body }: FailureAnswer): FastifyReply {
  reply.code(status).headers(headers).header('cache-control', 'no-store');
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(body));
}
