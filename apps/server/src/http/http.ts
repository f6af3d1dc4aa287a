import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { GatewayCaller } from './plugins/api-key.ts';

/** One listener, whose routes are described by zod schemas. */
export type Http = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * Who may call a route. `open`: anybody; `customer`: whoever holds a cookie or a shop's token, each seeing only
 * their own; `api-key`: the gateway's callers; the others: an operator of at least that role.
 */
export type Access = 'open' | 'customer' | 'api-key' | 'viewer' | 'operator' | 'admin';

declare module 'fastify' {
  interface FastifyRequest {
    traceId: string;
    startedAtMs: number;
    /** `unmatched` where there is no route. */
    routePattern: string;
    /** Set by the guard of `api-key` routes. */
    gatewayCaller: GatewayCaller;
  }
  interface FastifyContextConfig {
    /** Missing: nobody may call the route. */
    readonly access?: Access;
    /** Not counted against the caller's address, such as the page's own files. */
    readonly isUnlimited?: boolean;
  }
}

const KIB = 1_024;

/** Greatest body by class of route, in bytes. */
export interface BodyLimits {
  readonly chatBytes: number;
  readonly gatewayBytes: number;
  readonly otherBytes: number;
}

export const DEFAULT_BODY_LIMITS: BodyLimits = {
  chatBytes: 256 * KIB,
  gatewayBytes: 8 * KIB * KIB,
  otherBytes: 64 * KIB,
};
