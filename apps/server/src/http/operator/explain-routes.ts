import { explainRequestSchema, ragExplanationSchema, type ExplainRequestBody } from '@naru/api-contract';
import type { RouteQuestion, Router } from '@naru/router';
import type { Knowledge } from '@naru/support';
import type { NeedsOfQuestion } from '../../composition/needs-of-question.ts';
import { internalErrorSchema } from '../errors/internal-error-body.ts';
import { RequestProblem } from '../errors/problem.ts';
import { toProblem } from '../errors/to-problem.ts';
import type { IntentRules, QuestionIntent } from '../gateway/call-labels.ts';
import type { Http } from '../http.ts';
import { toLlmRouting } from './to-llm-routing.ts';

export interface ExplainRoutesDeps {
  readonly router: Router;
  readonly intentRules: IntentRules;
  readonly retrieve: Knowledge['retrieve'];
  readonly needsOf: NeedsOfQuestion;
}

/** Whose rules and policy answer customers' questions. */
const POLICY = 'support';
const GENERAL: QuestionIntent = { intent: 'GENERAL', risk: 'normal' };

const schema = {
  tags: ['operators'],
  summary: 'What retrieval and routing would do for a query; changes nothing',
  body: explainRequestSchema,
  response: { 200: ragExplanationSchema, '4xx': internalErrorSchema },
};

/** `POST /internal/rag/explain` (R-OPS-3): retrieval and decision by the code of the real path. */
export function addExplainRoutes(http: Http, { router, intentRules, retrieve, needsOf }: ExplainRoutesDeps): void {
  const policy = router.policyNames.includes(POLICY) ? POLICY : 'default';
  const options = { config: { access: 'viewer' }, schema, errorHandler: tellUnreadable } as const;
  http.post('/internal/rag/explain', options, async (request, reply) => {
    const { body } = request;
    const { sources, coverage, nearness } = retrieve(body.query);
    const about = aboutOf(body, intentRules);
    const needs = await needsOf({ query: body.query, mode: body.mode, sessionId: body.session_id });
    const decision = router.explain({ ...questionOf(body), ...about, policy, needs });
    const { controls } = await router.standing();
    const hits = sources.map(({ id, docId, anchor, title, quote }, index) => ({
      n: index + 1,
      id,
      doc_id: docId,
      anchor,
      title,
      quote,
    }));
    return reply.header('cache-control', 'no-store').send({
      retrieval: { hits, coverage, nearness },
      context_tokens: needs.contextTokens,
      reason_code: decision.reasonCode,
      llm_routing: toLlmRouting({ decision, controls, providers: router.providers, ...about }),
    });
  });
}

function aboutOf({ query, intent }: ExplainRequestBody, rules: IntentRules): QuestionIntent {
  if (intent === undefined) return rules.ofQuestion(POLICY, query) ?? GENERAL;
  const name = intent.toUpperCase();
  return { intent: name, risk: rules.riskOf(name) };
}

function questionOf({ mode, tenant, tier, session_id }: ExplainRequestBody): Omit<RouteQuestion, 'policy'> {
  return {
    mode,
    ...(tenant !== undefined && { tenant }),
    ...(tier !== undefined && { tier }),
    ...(session_id !== undefined && { sessionId: session_id }),
  };
}

/** Here a body that cannot be read is `invalid_request` too. */
function tellUnreadable(error: unknown): never {
  const problem = toProblem(error);
  if (problem.code !== 'invalid_json' && problem.code !== 'unsupported_media_type') throw error;
  throw new RequestProblem('invalid_request', { message: problem.message, cause: error });
}
