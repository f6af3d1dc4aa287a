import type { Config } from './config.ts';
import { withoutCredentials } from './mistake.ts';
import { HIDDEN } from './secret.ts';

/** The configuration for `naru config` and logs: plain values, in which nothing can be used to get in anywhere. */
export function redactConfig(config: Config): Readonly<Record<string, unknown>> {
  const { providers, routing, gateway, operator, users, events, databaseUrl, redisUrl } = config;
  const name = (text: string): string => withoutCredentials(text);
  const named = <Limits extends { readonly providers?: readonly string[] }>(limits: Limits) =>
    limits.providers ? { ...limits, providers: limits.providers.map(name) } : limits;
  return {
    ...config,
    providers: providers.map(({ provider, apiKey, apiKeyNames }) => ({
      ...provider,
      url: name(provider.url),
      apiKey: apiKey ? HIDDEN : `none (${apiKeyNames.join(' or ')})`,
    })),
    routing: {
      ...routing,
      policies: mapValues(routing.policies, policy =>
        policy.chain ? { ...policy, chain: policy.chain.map(name) } : policy,
      ),
      tenants: mapValues(routing.tenants, named),
      tiers: mapValues(routing.tiers, named),
      blocklist: routing.blocklist.map(name),
      ...(routing.forced !== undefined && { forced: name(routing.forced) }),
      ...(routing.cost?.lowCostProvider !== undefined && {
        cost: { ...routing.cost, lowCostProvider: name(routing.cost.lowCostProvider) },
      }),
      intents: mapValues(routing.intents ?? {}, name),
      ...(routing.canary && { canary: { ...routing.canary, provider: name(routing.canary.provider) } }),
    },
    gateway: { apiKeys: gateway.apiKeys.map(({ tenant }) => ({ tenant: tenant ?? null, key: HIDDEN })) },
    databaseUrl: databaseUrl ? HIDDEN : null,
    redisUrl: redisUrl ? HIDDEN : null,
    events: {
      ...events,
      mongodbUrl: events.mongodbUrl ? HIDDEN : null,
      noticeWebhook: events.noticeWebhook ? HIDDEN : null,
      otlpEndpoint: events.otlpEndpoint === undefined ? null : name(events.otlpEndpoint),
    },
    operator: operator.kind === 'token' ? { kind: 'token', token: HIDDEN } : operator,
    users: {
      jwtSecret: users.jwtSecret ? HIDDEN : null,
      jwksUrl: users.jwksUrl === undefined ? null : name(users.jwksUrl),
      jwtIssuer: users.jwtIssuer ?? null,
      jwtAudience: users.jwtAudience ?? null,
    },
  };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Readonly<Record<string, Result>> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
