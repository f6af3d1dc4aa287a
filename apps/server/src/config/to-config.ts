import { providersNamed, type Provider } from '@naru/router';
import { readApiKeys } from './api-keys.ts';
import { checkNames, warnOfUnknownProviders } from './check-names.ts';
import type { Config, ConfiguredProvider } from './config.ts';
import type { FileConfig } from './file-schema.ts';
import type { ConfigMistake } from './mistake.ts';
import { readOperatorAccess } from './operator-access.ts';
import type { Origins } from './origins.ts';
import { providerKey } from './provider-key.ts';
import type { FileProvider } from './provider-schema.ts';
import { readDatabaseUrl } from './read-database-url.ts';
import { readEventAddresses } from './read-event-addresses.ts';
import { readRedisUrl } from './read-redis-url.ts';
import { textOf, type Environment } from './read-environment.ts';
import { Secret } from './secret.ts';
import { isOn } from './switch.ts';
import { toEvents } from './to-events.ts';
import { toPrices, toProvider } from './to-provider.ts';
import { toRouting } from './to-routing.ts';
import { warnOfUnknownVariables } from './unknown-variables.ts';

export interface Conversion {
  /** Good only without mistakes. */
  readonly config: Config;
  readonly mistakes: readonly ConfigMistake[];
  readonly warnings: readonly string[];
}

/** With nothing configured, answers come from the embedded provider (R-CFG-1). */
const ONLY_TOY: readonly FileProvider[] = [{ alias: 'primary', protocol: 'toy' }];

/** Makes the configuration out of settings that have the right shape, and looks at what shape does not show. */
export function toConfig(file: FileConfig, env: Environment, origins: Origins): Conversion {
  const { server, limits, chat, guards, tickets, users, page, knowledge, reports, ledger } = file;
  const entries = file.providers.length > 0 ? file.providers : ONLY_TOY;
  const { providers, mistakes: providerMistakes } = toProviders(entries, file, origins);
  const routing = toRouting(file);
  const keyed = providers.map((provider, index) => ({
    provider,
    ...providerKey(provider, entries[index]?.key_env, env),
  }));
  const keys = readApiKeys(env);
  const operator = readOperatorAccess(env, server.internal_host);
  const database = readDatabaseUrl(env);
  const redis = readRedisUrl(env);
  const addresses = readEventAddresses(env);
  const { events, mistakes: eventMistakes } = toEvents(file.events, addresses, redis.url !== undefined, origins);
  const jwtSecret = textOf(env, 'NARU_USER_JWT_SECRET');

  // A provider that is wrong is missing, and whoever names it is not to blame.
  const nameMistakes =
    providerMistakes.length > 0
      ? []
      : checkNames(
          providers,
          routing,
          entries.map(({ key_env }) => key_env),
        );

  const config: Config = {
    server: {
      host: server.host,
      port: server.port,
      internalHost: server.internal_host,
      internalPort: server.internal_port,
      dataDir: server.data_dir,
      logLevel: server.log_level,
      trustedProxies: server.trusted_proxies,
    },
    limits: {
      chatBodyBytes: limits.chat_body_bytes,
      gatewayBodyBytes: limits.gateway_body_bytes,
      otherBodyBytes: limits.other_body_bytes,
      turnsPerMinute: limits.turns_per_minute,
      requestsPerMinute: limits.requests_per_minute,
      keyRequestsPerMinute: limits.key_requests_per_minute,
      sockets: limits.sockets,
      socketsPerCustomer: limits.sockets_per_customer,
    },
    currency: file.currency,
    providers: keyed.map(({ provider, key, names }): ConfiguredProvider => ({
      provider,
      apiKey: key,
      apiKeyNames: names,
    })),
    routing,
    chat: {
      historyMessages: chat.history_messages,
      maxMessageChars: chat.max_message_chars,
      leaseMs: chat.lease_sec * 1_000,
      abandonedAfterMs: chat.abandoned_after_sec * 1_000,
      sessionCacheMs: chat.session_cache_sec * 1_000,
      answerCacheMs: chat.answer_cache_sec * 1_000,
      fallbackEscalateThreshold: chat.fallback_escalate_threshold,
      extraAttempts: chat.extra_attempts,
      maxWaitMs: chat.max_wait_sec * 1_000,
      firstChunkMs: guards.time.first_chunk * 1_000,
      totalMs: guards.time.total * 1_000,
      costPerTurnMicros: Math.round(guards.cost.per_turn * 1_000_000),
    },
    gateway: { apiKeys: keys.keys },
    operator: operator.access,
    users: {
      jwtSecret: jwtSecret === undefined ? undefined : new Secret(jwtSecret),
      jwksUrl: users.jwks_url,
      jwtIssuer: users.jwt_issuer,
      jwtAudience: users.jwt_audience,
    },
    page: {
      linkHosts: page.link_hosts.map(host => host.toLowerCase()),
      origins: page.origins.map(origin => new URL(origin).origin),
      demoSignIn: isOn(page.demo_sign_in),
    },
    knowledge: { dir: knowledge.dir },
    tickets: {
      cooldownMs: tickets.cooldown_sec * 1_000,
      sameInquiryMs: tickets.same_inquiry_sec * 1_000,
      lastTicketMs: tickets.last_ticket_sec * 1_000,
    },
    reports: { dir: reports.dir },
    ledger: { keepDays: ledger.keep_days },
    events,
    databaseUrl: database.url,
    redisUrl: redis.url,
  };
  return {
    config,
    mistakes: [
      ...providerMistakes,
      ...nameMistakes.map(({ path, found, allowed }) => origins.mistakeAt(path, found, allowed)),
      ...keys.mistakes,
      ...operator.mistakes,
      ...database.mistakes,
      ...redis.mistakes,
      ...addresses.mistakes,
      ...eventMistakes,
    ],
    warnings: [
      ...keyed.flatMap(({ warnings }) => warnings),
      ...warnOfUnknownProviders(providers, routing, Object.keys(file.routing.provider_prices)),
      ...keys.warnings,
      ...operator.warnings,
      ...warnOfShortSecret(jwtSecret),
      ...warnOfUnknownVariables(env, new Set(keyed.flatMap(({ names }) => names))),
    ],
  };
}

function toProviders(
  entries: readonly FileProvider[],
  { provider_defaults, routing }: FileConfig,
  origins: Origins,
): { readonly providers: readonly Provider[]; readonly mistakes: readonly ConfigMistake[] } {
  const providers: Provider[] = [];
  const mistakes: ConfigMistake[] = [];
  for (const [index, entry] of entries.entries()) {
    const outcome = toProvider(entry, provider_defaults.timeouts);
    if (outcome.kind === 'provider') {
      providers.push(outcome.provider);
      continue;
    }
    for (const { field, found, allowed } of outcome.mistakes) {
      mistakes.push(origins.mistakeAt(['providers', index, field], found, allowed));
    }
  }
  return { providers: withPrices(providers, routing.provider_prices), mistakes };
}

function withPrices(
  providers: readonly Provider[],
  prices: FileConfig['routing']['provider_prices'],
): readonly Provider[] {
  const priced = new Map(
    Object.entries(prices).flatMap(([name, price]) =>
      providersNamed(name, providers).map(provider => [provider.alias, toPrices(price)] as const),
    ),
  );
  return providers.map(provider => {
    const own = priced.get(provider.alias);
    return own ? { ...provider, prices: own } : provider;
  });
}

const MIN_GOOD_SECRET_BYTES = 32;

function warnOfShortSecret(secret: string | undefined): readonly string[] {
  if (secret === undefined || Buffer.byteLength(secret) >= MIN_GOOD_SECRET_BYTES) return [];
  return [`NARU_USER_JWT_SECRET is shorter than ${MIN_GOOD_SECRET_BYTES} bytes, which HS256 asks for.`];
}
