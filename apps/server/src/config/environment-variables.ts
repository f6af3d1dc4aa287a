/** How a variable's text becomes a value of the file. What cannot be read so stays a text, for the schema to refuse. */
export type Reading = 'text' | 'number' | 'list' | 'json';

/** A variable that stands for one setting of the file and wins over it. Its description is the setting's. */
export interface SettingVariable {
  readonly kind: 'setting';
  readonly name: string;
  readonly path: readonly string[];
  readonly reading: Reading;
}

/** A variable that has no place in the file: a secret, or one that needs more than reading. */
export interface SpecialVariable {
  readonly kind: 'special';
  readonly name: string;
  readonly description: string;
  readonly isSecret: boolean;
}

function setting(name: string, path: string, reading: Reading = 'text'): SettingVariable {
  return { kind: 'setting', name, path: path.split('.'), reading };
}

function special(name: string, description: string, isSecret = false): SpecialVariable {
  return { kind: 'special', name, description, isSecret };
}

/** Every variable that is read, in the order of `.env.example`. */
export const ENVIRONMENT_VARIABLES: readonly (SettingVariable | SpecialVariable)[] = [
  special('NARU_CONFIG', 'Path of the configuration file; default ./naru.config.yaml where there is one'),
  setting('NARU_HOST', 'server.host'),
  setting('NARU_PORT', 'server.port', 'number'),
  setting('NARU_INTERNAL_HOST', 'server.internal_host'),
  setting('NARU_INTERNAL_PORT', 'server.internal_port', 'number'),
  setting('NARU_DATA_DIR', 'server.data_dir'),
  setting('LOG_LEVEL', 'server.log_level'),
  setting('NARU_TRUSTED_PROXIES', 'server.trusted_proxies', 'number'),

  special(
    'NARU_OPERATOR_TOKEN',
    'Token of the internal listener; off: none, on a loopback address only; default: one is made',
    true,
  ),
  special('NARU_API_KEYS', 'Keys of the gateway: key or tenant:key, separated by commas', true),
  special('NARU_USER_JWT_SECRET', "Secret under which the shop signs its customers' tokens (HS256)", true),
  setting('NARU_USER_JWKS_URL', 'users.jwks_url'),
  setting('NARU_USER_JWT_ISSUER', 'users.jwt_issuer'),
  setting('NARU_USER_JWT_AUDIENCE', 'users.jwt_audience'),

  special(
    'QS_LLM_URL',
    'The provider primary, such as openai+https://host/v1#model; replaces the providers of the file',
  ),
  special('QS_LLM_FALLBACK_URLS', 'The providers fallback_1, fallback_2 …, separated by commas'),
  special('OPENAI_API_KEY', 'Key of primary, where that is OpenAI at its own host', true),
  special('ANTHROPIC_API_KEY', 'Key of primary, where that is Anthropic at its own host', true),
  special('NARU_KEY_<ALIAS>', 'Key of the provider with that alias, such as NARU_KEY_FALLBACK_1', true),
  setting('QS_LLM_PROVIDER_BLOCKLIST', 'routing.blocklist', 'list'),
  setting('QS_LLM_FORCE_PROVIDER', 'routing.force_provider'),
  setting('QS_LLM_PROVIDER_COOLDOWN_SEC', 'routing.cooldown_sec', 'number'),
  setting('QS_LLM_PROVIDER_COSTS_JSON', 'routing.provider_prices', 'json'),
  setting('QS_LLM_HEALTH_ROUTING_ENABLED', 'routing.health.enabled'),
  setting('QS_LLM_HEALTH_MIN_SAMPLE', 'routing.health.min_sample', 'number'),
  setting('QS_LLM_HEALTH_STREAK_PENALTY_STEP', 'routing.health.streak_penalty_step', 'number'),
  setting('QS_LLM_HEALTH_STREAK_PENALTY_MAX', 'routing.health.streak_penalty_max', 'number'),
  setting('QS_LLM_COST_STEERING_ENABLED', 'routing.cost.steering'),
  setting('QS_LLM_LOW_COST_PROVIDER', 'routing.cost.low_cost_provider'),
  setting('QS_LLM_PROVIDER_BY_INTENT_JSON', 'routing.intents', 'json'),

  setting('QS_CHAT_TICKET_CREATE_COOLDOWN_SEC', 'tickets.cooldown_sec', 'number'),
  setting('QS_CHAT_TICKET_CREATE_DEDUP_TTL_SEC', 'tickets.same_inquiry_sec', 'number'),
  setting('QS_CHAT_LAST_TICKET_TTL_SEC', 'tickets.last_ticket_sec', 'number'),

  special(
    'DATABASE_URL',
    'PostgreSQL to keep everything in, such as postgresql://user:password@host:5432/naru; default: SQLite in NARU_DATA_DIR',
    true,
  ),
  special(
    'REDIS_URL',
    'Where several instances share health, overrides and what they remember of tickets, such as redis://host:6379',
    true,
  ),
  special('KAFKA_BROKERS', 'Brokers of the Kafka that carries events, as host:port, separated by commas'),
  special(
    'MONGODB_URL',
    'MongoDB to keep events in, such as mongodb://host:27017/naru; default: SQLite in NARU_DATA_DIR',
    true,
  ),
  special(
    'NARU_NOTICE_WEBHOOK',
    'Incoming webhook that is told of incidents, in the form of Slack; default: the log alone',
    true,
  ),
  special(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'OpenTelemetry collector that gets traces over HTTP, such as http://host:4318',
  ),

  setting('NARU_EVENTS_SHARE', 'events.share', 'number'),
  setting('NARU_EVENTS_QUEUE', 'events.queue'),
  setting('NARU_EVENTS_KEEP_DAYS', 'events.keep_days', 'number'),

  setting('QS_CHAT_FALLBACK_ESCALATE_THRESHOLD', 'chat.fallback_escalate_threshold', 'number'),

  setting('NARU_TURNS_PER_MINUTE', 'limits.turns_per_minute', 'number'),
  setting('NARU_REQUESTS_PER_MINUTE', 'limits.requests_per_minute', 'number'),
  setting('NARU_SOCKETS', 'limits.sockets', 'number'),
  setting('NARU_SOCKETS_PER_CUSTOMER', 'limits.sockets_per_customer', 'number'),
  setting('NARU_KNOWLEDGE_DIR', 'knowledge.dir'),
  setting('NARU_REPORTS_DIR', 'reports.dir'),
  setting('NARU_LEDGER_KEEP_DAYS', 'ledger.keep_days', 'number'),
  setting('NARU_LINK_HOSTS', 'page.link_hosts', 'list'),
  setting('NARU_PAGE_ORIGINS', 'page.origins', 'list'),
  setting('NARU_DEMO_SIGN_IN', 'page.demo_sign_in'),
];
