import type { Http } from '../http.ts';
import { STREAM_PATHS } from './chat-paths.ts';
import { sendChatError } from './chat-refusal.ts';
import type { ChatRoutesDeps } from './chat-routes-deps.ts';
import { streamRoute } from './chat-schemas.ts';
import { readStreamRequest } from './read-stream-request.ts';
import { writeTurnStream } from './write-turn-stream.ts';

/** `POST /v1/chat/stream` and its other names: asks, and streams the answer. */
export function addChatStreamRoutes(http: Http, deps: ChatRoutesDeps): void {
  for (const url of STREAM_PATHS) {
    http.post(
      url,
      { config: { access: 'customer' }, schema: streamRoute, bodyLimit: deps.bodyLimitBytes },
      async (request, reply) => {
        const owner = await deps.customers.findOrMake(request, reply);
        const question = readStreamRequest(request.body);
        const { id: requestId, traceId } = request;
        const outcome = await deps.chat.submit({ ...question, owner, mode: 'stream', requestId, traceId });
        if (outcome.kind === 'refused') return sendChatError(reply, outcome.error);
        await writeTurnStream(reply, outcome.stream, 0, deps);
      },
    );
  }
}
