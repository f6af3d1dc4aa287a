// Reading and replacing the configuration
export { loadConfig, type ConfigOutcome, type ConfigSources } from './load-config.ts';
export { LiveConfig, type ReloadOutcome } from './live-config.ts';
export { formatMistakes, type ConfigMistake } from './mistake.ts';
export type { Environment } from './read-environment.ts';
export type { ReadFile } from './read-config-file.ts';

// What is configured
export type {
  ChatConfig,
  Config,
  ConfiguredProvider,
  GatewayKey,
  LimitsConfig,
  OperatorAccess,
  ServerConfig,
  UsersConfig,
} from './config.ts';
export { redactConfig } from './redact-config.ts';
export { Secret } from './secret.ts';
export { isLoopback } from './loopback.ts';

// For those who take a part of it
export { toChatSettings } from './to-chat-settings.ts';
export { toRouterSettings, type RoutingParts } from './to-router-settings.ts';
