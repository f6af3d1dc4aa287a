import type { TakeFeedback } from '../../composition/build-quality.ts';
import { RequestProblem } from '../errors/problem.ts';
import type { Http } from '../http.ts';
import type { CustomerAuth } from '../plugins/customer.ts';
import { conversationPaths } from './chat-paths.ts';
import { feedbackRoute } from './chat-schemas.ts';

export interface FeedbackRoutesDeps {
  readonly customers: CustomerAuth;
  readonly takeFeedback: TakeFeedback;
}

/** `POST /v1/chat/{id}/feedback`: what a customer says of an own answer; said again, the last word counts (S-QLT-1). */
export function addFeedbackRoutes(http: Http, { customers, takeFeedback }: FeedbackRoutesDeps): void {
  for (const url of conversationPaths('/feedback')) {
    http.post(url, { config: { access: 'customer' }, schema: feedbackRoute }, async (request, reply) => {
      const owner = await customers.find(request);
      const { message_id: messageId, kind } = request.body;
      const isTaken = owner && (await takeFeedback(owner, { chatId: request.params.id, messageId, kind }));
      if (!isTaken) throw new RequestProblem('not_found');
      return reply.code(204).send(null);
    });
  }
}
