import type { Provider, RouterSettings } from '@naru/router';
import type { EventAddresses } from './read-event-addresses.ts';
import type { Secret } from './secret.ts';

/** The whole configuration, checked and complete. Frozen. */
export interface Config {
  readonly server: ServerConfig;
  readonly limits: LimitsConfig;
  readonly currency: string;
  /** Never empty, in the configured order. */
  readonly providers: readonly ConfiguredProvider[];
  readonly routing: RouterSettings;
  readonly chat: ChatConfig;
  readonly gateway: { readonly apiKeys: readonly GatewayKey[] };
  readonly operator: OperatorAccess;
  readonly users: UsersConfig;
  readonly page: PageConfig;
  readonly knowledge: { readonly dir: string };
  readonly tickets: TicketsConfig;
  readonly reports: { readonly dir: string };
  readonly ledger: { readonly keepDays: number };
  readonly events: EventsConfig;
  /** Missing: SQLite in the data directory. */
  readonly databaseUrl: Secret | undefined;
  /** Missing: this instance is alone. */
  readonly redisUrl: Secret | undefined;
}

export interface ServerConfig {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly internalHost: string;
  readonly internalPort: number;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly trustedProxies: number;
}

export interface LimitsConfig {
  readonly chatBodyBytes: number;
  readonly gatewayBodyBytes: number;
  readonly otherBodyBytes: number;
  readonly turnsPerMinute: number;
  /** 0: no limit; likewise below. */
  readonly requestsPerMinute: number;
  readonly keyRequestsPerMinute: number;
  readonly sockets: number;
  readonly socketsPerCustomer: number;
}

export interface PageConfig {
  readonly linkHosts: readonly string[];
  /** Of other pages that may open a WebSocket, as browsers name them. */
  readonly origins: readonly string[];
  readonly demoSignIn: boolean;
}

export interface ConfiguredProvider {
  readonly provider: Provider;
  /** Missing where no variable holds one. */
  readonly apiKey: Secret | undefined;
  /** The variables that it may come from, for a message that ends the search. */
  readonly apiKeyNames: readonly string[];
}

export interface ChatConfig {
  readonly historyMessages: number;
  readonly maxMessageChars: number;
  readonly leaseMs: number;
  readonly abandonedAfterMs: number;
  /** 0: no such cache; likewise below. */
  readonly sessionCacheMs: number;
  readonly answerCacheMs: number;
  readonly fallbackEscalateThreshold: number;
  readonly extraAttempts: number;
  readonly maxWaitMs: number;
  readonly firstChunkMs: number;
  readonly totalMs: number;
  /** Micro-units of `currency`. */
  readonly costPerTurnMicros: number;
}

export interface EventsConfig extends EventAddresses {
  readonly share: number;
  readonly slowMs: number;
  readonly slowMsByRoute: Readonly<Record<string, number>>;
  readonly criticalRoutes: readonly string[];
  readonly keepDays: number;
  readonly queue: 'memory' | 'redis' | 'kafka';
}

export interface TicketsConfig {
  readonly cooldownMs: number;
  readonly sameInquiryMs: number;
  readonly lastTicketMs: number;
}

/** A key of the gateway, of which only the SHA-256 is kept. */
export interface GatewayKey {
  readonly hash: string;
  readonly tenant: string | undefined;
}

/** Who may use the internal listener. */
export type OperatorAccess =
  /** Nobody said: the server makes a token and keeps its hash. */
  | { readonly kind: 'stored-tokens' }
  | { readonly kind: 'token'; readonly hash: string }
  /** Anybody on this machine. Only ever on a loopback address. */
  | { readonly kind: 'off' };

export interface UsersConfig {
  readonly jwtSecret: Secret | undefined;
  readonly jwksUrl: string | undefined;
  readonly jwtIssuer: string | undefined;
  readonly jwtAudience: string | undefined;
}
