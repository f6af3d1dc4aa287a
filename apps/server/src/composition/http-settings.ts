import { resolve } from 'node:path';
import { isLoopback, type Config } from '../config/index.ts';
import { HEARTBEAT_MS } from '../http/public/write-turn-stream.ts';
import type { HttpSettings } from './build-http.ts';

const PAGE_FOLDER = resolve(import.meta.dirname, '../../../web/dist');

/** What the configuration means to the listeners. */
export function httpSettings(config: Config, assistants: readonly string[]): HttpSettings {
  const { server, limits, users, operator } = config;
  const isLocal = isLoopback(server.host);
  return {
    bodyLimits: {
      chatBytes: limits.chatBodyBytes,
      gatewayBytes: limits.gatewayBodyBytes,
      otherBytes: limits.otherBodyBytes,
    },
    addressPerMinute: limits.requestsPerMinute,
    keyPerMinute: limits.keyRequestsPerMinute,
    trustedProxies: server.trustedProxies,
    heartbeatMs: HEARTBEAT_MS,
    apiKeys: config.gateway.apiKeys,
    allowsOpenGateway: isLocal,
    userTokens: {
      secret: users.jwtSecret?.reveal(),
      jwksUrl: users.jwksUrl,
      issuer: users.jwtIssuer,
      audience: users.jwtAudience,
    },
    // Who can reach this server from elsewhere must be known by the shop.
    hasDemoCustomers:
      isLocal &&
      config.page.demoSignIn &&
      server.trustedProxies === 0 &&
      users.jwtSecret === undefined &&
      users.jwksUrl === undefined,
    sockets: { perOwner: limits.socketsPerCustomer, total: limits.sockets },
    allowedOrigins: config.page.origins,
    operatorAccess: operator,
    // Without tokens everybody on this machine is an operator; on a public page nobody is.
    operatorsOnPublic: operator.kind !== 'off' || isLocal,
    page: {
      assistants: [...assistants],
      maxMessageChars: config.chat.maxMessageChars,
      linkHosts: [...config.page.linkHosts],
    },
    pageFolder: PAGE_FOLDER,
    currency: config.currency,
    dayOffsetMs: config.routing.budgetDayOffsetMs ?? 0,
    requestLogLevel: 'debug',
  };
}
