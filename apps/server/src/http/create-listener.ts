import fastify, { type FastifyReply, type FastifyRequest, type onRequestHookHandler, type RouteOptions } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import type { Clock, Ids, Logger } from '@naru/kernel';
import { answerProblem } from './errors/answer-problem.ts';
import { answerBrokenConnection } from './errors/broken-connection.ts';
import { KnownPaths } from './errors/known-paths.ts';
import { PROBLEMS, RequestProblem } from './errors/problem.ts';
import { toProblem } from './errors/to-problem.ts';
import { header } from './header.ts';
import type { Access, Http } from './http.ts';
import { isDeeperThan } from './plugins/json-depth.ts';
import { takeFrom } from './plugins/rate-limit.ts';
import { requestIdOf, traceIdOf } from './plugins/request-identity.ts';
import { ANSWER_HEADERS, STRICT_TRANSPORT } from './plugins/security-headers.ts';
import type { SlidingLimit } from './plugins/sliding-limit.ts';

/** Lets a caller through to a route of its access, or throws a `RequestProblem`. */
export type Guard = (request: FastifyRequest, reply: FastifyReply) => void;

export interface ListenerDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly onAnswered: (answered: AnsweredRequest) => void;
  readonly addressLimit: SlidingLimit;
  /** By access; what is missing cannot be called on this listener. */
  readonly guards: Readonly<Partial<Record<Access, Guard>>>;
  /** Bytes, for routes that do not say otherwise. */
  readonly bodyLimitBytes: number;
  /** Reverse proxies in front of us whose word on the caller's address is taken. */
  readonly trustedProxies: number;
  readonly isStopping: () => boolean;
  /** Whether requests to become a WebSocket are taken as such; missing: they are requests like others. */
  readonly takesWebSockets?: boolean;
}

export interface AnsweredRequest {
  readonly requestId: string;
  readonly traceId: string;
  readonly method: string;
  /** The route's pattern, never the path; `unmatched` where there is none. */
  readonly route: string;
  /** 499 where the caller left before there was one. */
  readonly status: number;
  /** False where the caller left before the end. */
  readonly isWhole: boolean;
  readonly durationMs: number;
}

const UNMATCHED = 'unmatched';
/** As nginx names it; no caller ever sees it. */
const CALLER_LEFT = 499;
const HEADER_BYTES = 16_384;
const URL_CHARS = 4_096;
const PARAMETER_CHARS = 600;
const JSON_DEPTH = 64;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 72_000;

/** A listener with everything that all routes share: identity, limits, access, error shapes, one line a request. */
export function createListener(deps: ListenerDeps): Http {
  const { clock, ids, isStopping, trustedProxies } = deps;
  const http = fastify({
    logger: false,
    bodyLimit: deps.bodyLimitBytes,
    genReqId: request => requestIdOf(request, ids),
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: {
      maxHeaderSize: HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT_MS,
      // Other upgrades, such as curl's offer of HTTP/2, are declined by answering the request.
      shouldUpgradeCallback: request =>
        deps.takesWebSockets === true && request.headers.upgrade?.toLowerCase() === 'websocket',
    },
    routerOptions: { maxParamLength: PARAMETER_CHARS },
    exposeHeadRoutes: false,
    // Our own sentence, in the shape of the route, comes from the hook below.
    return503OnClosing: false,
    // Counted from us outwards; what lies beyond may be anybody's word.
    trustProxy: trustedProxies > 0 && ((_address, hop) => hop < trustedProxies),
    frameworkErrors: (error, request, reply) => {
      request.traceId = ids.newId();
      const problem = isTooLong(request.raw.url) ? new RequestProblem('uri_too_long') : toProblem(error);
      // Router errors come before any hook has run, hence without the headers of the hook below.
      answerProblem(request, reply.headers(ANSWER_HEADERS).header('x-request-id', request.id), problem);
    },
    clientErrorHandler: (error, socket) => answerBrokenConnection(error, socket, ids),
  }).withTypeProvider<ZodTypeProvider>();

  http.setValidatorCompiler(validatorCompiler).setSerializerCompiler(serializerCompiler);
  http.removeContentTypeParser('text/plain');
  http.decorateRequest('traceId', '').decorateRequest('startedAtMs', 0).decorateRequest('gatewayCaller');
  http.decorateRequest('routePattern', UNMATCHED);

  http.addHook('onRequest', (request, reply, done) => {
    request.startedAtMs = clock.monotonicMs();
    request.traceId = traceIdOf(header(request, 'traceparent'), ids);
    // Not the framework's own hook: it hears nothing of callers who left before the end.
    reply.raw.once('close', () => tellAnswered(request, reply, deps));
    reply.headers(ANSWER_HEADERS).header('x-request-id', request.id);
    if (request.protocol === 'https') reply.header('strict-transport-security', STRICT_TRANSPORT);
    if (isStopping()) reply.header('connection', 'close');
    const isLong = isTooLong(request.raw.url);
    done(isLong ? new RequestProblem('uri_too_long') : undefined);
  });
  // Bound to each route once: looking a route's settings up for every request shows in profiles.
  http.addHook('onRoute', route => {
    route.onRequest = [admissionOf(route, deps), ...[route.onRequest ?? []].flat()];
  });
  http.addHook('preValidation', (request, _reply, done) => {
    done(isDeeperThan(request.body, JSON_DEPTH) ? tooDeep() : undefined);
  });

  answerErrors(http, deps);
  return http;
}

function tellAnswered(request: FastifyRequest, { raw }: FastifyReply, { clock, onAnswered }: ListenerDeps): void {
  onAnswered({
    requestId: request.id,
    traceId: request.traceId,
    method: request.method,
    route: request.routePattern,
    status: raw.headersSent ? raw.statusCode : CALLER_LEFT,
    isWhole: raw.writableFinished,
    durationMs: clock.monotonicMs() - request.startedAtMs,
  });
}

/** What stands before every route: the caller's minute, our stopping, the guard of its access. */
function admissionOf({ url, config }: RouteOptions, deps: ListenerDeps): onRequestHookHandler {
  const { access, isUnlimited = false } = config ?? {};
  const guard = access && deps.guards[access];
  // A gateway caller is counted by key, by the guard, once it is known which.
  const isCounted = !isUnlimited && access !== 'api-key';
  return (request, reply, done) => {
    request.routePattern = url;
    try {
      if (isCounted) takeFrom(deps.addressLimit, request.ip);
      // Probes must hear of the stop from their own routes.
      if (!isUnlimited && deps.isStopping()) throw new RequestProblem('stopping');
      if (request.headers['content-encoding'] !== undefined) throw new RequestProblem('unsupported_media_type');
      if (!guard) throw new RequestProblem('forbidden');
      guard(request, reply);
      done();
    } catch (error) {
      done(error as Error);
    }
  };
}

function isTooLong(url: string | undefined): boolean {
  return url !== undefined && url.length > URL_CHARS;
}

function tooDeep(): RequestProblem {
  return new RequestProblem('invalid_request', { message: `The body nests deeper than ${JSON_DEPTH} levels.` });
}

function answerErrors(http: Http, { logger, addressLimit }: ListenerDeps): void {
  const knownPaths = new KnownPaths();
  http.addHook('onRoute', ({ url, method }) => knownPaths.add(url, method));

  http.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error);
    if (problem.status >= PROBLEMS.internal.status && problem.code !== 'stopping') {
      const fields = { requestId: request.id, traceId: request.traceId, route: request.routePattern };
      logger.error({ ...fields, error: errorName(problem.cause ?? error), stack: stackOf(error) }, 'request failed');
    }
    return answerProblem(request, reply, problem);
  });
  http.setNotFoundHandler((request, reply) => {
    takeFrom(addressLimit, request.ip);
    const methods = knownPaths.methodsOf(request.url);
    const problem =
      methods.length === 0
        ? new RequestProblem('not_found')
        : new RequestProblem('method_not_allowed', { headers: { allow: methods.join(', ') } });
    return answerProblem(request, reply, problem);
  });
}

function errorName(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}

/** Where it happened, without the message: that may hold what somebody wrote. */
function stackOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter(line => line.startsWith('    at '))
    .slice(0, 8)
    .map(line => line.trim())
    .join(' < ');
}
