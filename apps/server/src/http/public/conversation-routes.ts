import type { Owner, TurnStream } from '@naru/chat';
import { RequestProblem } from '../errors/problem.ts';
import { header } from '../header.ts';
import type { Http } from '../http.ts';
import { conversationPaths, STREAM_PATHS } from './chat-paths.ts';
import type { ChatRoutesDeps } from './chat-routes-deps.ts';
import { historyRoute, resumeRoute, stopRoute } from './chat-schemas.ts';
import { toHistoryBody } from './to-history-body.ts';
import { writeTurnStream } from './write-turn-stream.ts';

/** Paths of other routes that look like a conversation's. */
const POST_ONLY: ReadonlySet<string> = new Set([...STREAM_PATHS, '/v1/chat/completions']);
const EVENT_ID = /^([\w-]{1,100})\.(\d{1,9})$/;

/** Resume, stop and history of one conversation. Whoever owns nothing finds nothing. */
export function addConversationRoutes(http: Http, deps: ChatRoutesDeps): void {
  const { chat, customers } = deps;
  const config = { access: 'customer' } as const;

  for (const url of conversationPaths('/stream')) {
    http.get(url, { config, schema: resumeRoute }, async (request, reply) => {
      const owner = await customers.find(request);
      const place = owner && (await placeToResume(deps, owner, request.params.id, header(request, 'last-event-id')));
      if (!place) return reply.code(204).send(null);
      await writeTurnStream(reply, place.stream, place.afterSeq, deps);
    });
  }

  for (const url of conversationPaths('/stop')) {
    http.post(url, { config, schema: stopRoute }, async (request, reply) => {
      const owner = await customers.find(request);
      if (owner) await chat.stop(owner, request.params.id, request.body?.activeStreamId);
      return reply.code(204).send(null);
    });
  }

  for (const url of conversationPaths('')) {
    http.get(url, { config, schema: historyRoute }, async (request, reply) => {
      // Not a conversation of that name, but a place that only takes questions.
      if (POST_ONLY.has(request.url.split('?')[0] ?? '')) {
        throw new RequestProblem('method_not_allowed', { headers: { allow: 'POST' } });
      }
      const owner = await customers.find(request);
      const history = owner && (await chat.history(owner, request.params.id));
      if (!history) throw new RequestProblem('not_found');
      return reply.header('cache-control', 'no-store').send(toHistoryBody(history));
    });
  }
}

interface ResumePlace {
  readonly stream: TurnStream;
  readonly afterSeq: number;
}

/**
 * A client that says which event it saw last goes on after it, also when the answer has ended since; any other
 * is given the running answer from its beginning.
 */
async function placeToResume(
  { chat }: ChatRoutesDeps,
  owner: Owner,
  chatId: string,
  lastEventId: string | undefined,
): Promise<ResumePlace | undefined> {
  const [, streamId, seq] = EVENT_ID.exec(lastEventId ?? '') ?? [];
  const seen = streamId === undefined ? undefined : await chat.stream(owner, streamId);
  if (seen && (seen.session.id === chatId || seen.session.alias === chatId)) {
    return { stream: seen, afterSeq: Number(seq) };
  }
  const stream = await chat.resume(owner, chatId);
  return stream && { stream, afterSeq: 0 };
}
