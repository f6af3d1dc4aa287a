import type { Owner, TurnRecord } from '@naru/chat';
import type { FastifyRequest } from 'fastify';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import type { RememberedDecisions } from '../../telemetry/remembered-decisions.ts';
import { conversationPaths } from './chat-paths.ts';
import { decisionRoute } from './chat-schemas.ts';
import { toDecisionPanel } from './to-decision-panel.ts';

export interface DecisionRoutesDeps {
  readonly isOperator: (request: FastifyRequest) => boolean;
  readonly customers: CustomerAuth;
  /** Any conversation by its session id; by the client's own name only the caller's. */
  readonly findTurn: (owner: Owner | undefined, chatId: string, messageId: string) => Promise<TurnRecord | undefined>;
  readonly decisions: RememberedDecisions;
  readonly currency: string;
}

/** `GET /v1/chat/{id}/decision/{messageId}`: for operators; for anybody else there is nothing here. */
export function addDecisionRoutes(http: Http, deps: DecisionRoutesDeps): void {
  const { isOperator, customers, decisions, currency } = deps;
  for (const url of conversationPaths('/decision/:messageId')) {
    http.get(url, { config: { access: 'customer' }, schema: decisionRoute }, async (request, reply) => {
      if (!isOperator(request)) throw new RequestProblem('not_found');
      const { id, messageId } = request.params;
      const turn = await deps.findTurn(customers.findByCookie(request), id, messageId);
      const panel =
        turn &&
        toDecisionPanel({
          turn,
          calls: decisions.callsOf(turn.requestId).filter(({ sessionId }) => sessionId === turn.sessionId),
          intent: decisions.intentOf(turn.id),
          currency,
        });
      if (!panel) throw new RequestProblem('not_found');
      return reply.header('cache-control', 'no-store').send(panel);
    });
  }
}
