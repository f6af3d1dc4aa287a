import type { Http } from '../http.ts';
import { JSON_PATHS } from './chat-paths.ts';
import { sendChatError } from './chat-refusal.ts';
import type { ChatRoutesDeps } from './chat-routes-deps.ts';
import { jsonRoute } from './chat-schemas.ts';
import { faultOf, toJsonAnswer } from './to-json-answer.ts';

/** `POST /v1/chat`: asks, waits, and answers in one body. */
export function addChatJsonRoutes(http: Http, deps: ChatRoutesDeps): void {
  for (const url of JSON_PATHS) {
    http.post(
      url,
      { config: { access: 'customer' }, schema: jsonRoute, bodyLimit: deps.bodyLimitBytes },
      async (request, reply) => {
        const owner = await deps.customers.findOrMake(request, reply);
        const { body, id: requestId, traceId } = request;
        using reader = deps.readers.begin(reply.raw);
        const outcome = await deps.chat.submit({
          owner,
          assistant: body.assistant,
          chatId: body.session_id,
          text: body.message,
          clientMessageId: body.client_message_id,
          trigger: 'submit-message',
          accepts: new Set(),
          mode: 'json',
          caller: reader.signal,
          requestId,
          traceId,
        });
        if (outcome.kind === 'refused') return sendChatError(reply, outcome.error);
        const { ended, session } = outcome.stream;
        const turn = await ended;
        reply.header('x-session-id', encodeURI(session.id)).header('cache-control', 'no-store');
        const fault = faultOf(turn);
        if (fault) return sendChatError(reply, fault);
        return reply.send(toJsonAnswer(turn, requestId));
      },
    );
  }
}
