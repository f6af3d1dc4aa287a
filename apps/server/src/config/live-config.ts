import { isDeepStrictEqual } from 'node:util';
import type { Config } from './config.ts';
import { loadConfig, type ConfigOutcome, type ConfigSources } from './load-config.ts';
import type { ConfigMistake } from './mistake.ts';

export type ReloadOutcome =
  | {
      readonly kind: 'reloaded';
      readonly config: Config;
      readonly warnings: readonly string[];
      /** Places in the file that have changed and act after a restart only. */
      readonly needsRestart: readonly string[];
    }
  /** The last good configuration stays. The caller logs and counts. */
  | { readonly kind: 'kept'; readonly mistakes: readonly ConfigMistake[]; readonly filePath: string };

/** The configuration in force, and how it is replaced while running (R-CFG-2). */
export class LiveConfig {
  readonly #sources: ConfigSources;
  #current: Config;

  constructor(sources: ConfigSources, { config }: Extract<ConfigOutcome, { kind: 'ok' }>) {
    this.#sources = sources;
    this.#current = config;
  }

  get current(): Config {
    return this.#current;
  }

  /** Reads everything again. A configuration with a mistake changes nothing. */
  reload(): ReloadOutcome {
    const outcome = loadConfig(this.#sources);
    if (outcome.kind === 'invalid') return { kind: 'kept', mistakes: outcome.mistakes, filePath: outcome.filePath };
    const { config, warnings } = outcome;
    const before = this.#current;
    const needsRestart = FIXED_AT_START.filter(({ of }) => !isDeepStrictEqual(of(before), of(config))).map(
      ({ place }) => place,
    );
    this.#current = config;
    return { kind: 'reloaded', config, warnings, needsRestart };
  }
}

/** What was opened, listened on or signed with at the start. */
const FIXED_AT_START: readonly { readonly place: string; readonly of: (config: Config) => unknown }[] = [
  { place: 'server.host', of: ({ server }) => server.host },
  { place: 'server.port', of: ({ server }) => server.port },
  { place: 'server.internal_host', of: ({ server }) => server.internalHost },
  { place: 'server.internal_port', of: ({ server }) => server.internalPort },
  { place: 'server.data_dir', of: ({ server }) => server.dataDir },
  { place: 'server.trusted_proxies', of: ({ server }) => server.trustedProxies },
  { place: 'users', of: ({ users }) => [users.jwksUrl, users.jwtIssuer, users.jwtAudience] },
  { place: 'DATABASE_URL', of: ({ databaseUrl }) => databaseUrl?.reveal() },
  { place: 'REDIS_URL', of: ({ redisUrl }) => redisUrl?.reveal() },
  { place: 'knowledge.dir', of: ({ knowledge }) => knowledge.dir },
  { place: 'reports.dir', of: ({ reports }) => reports.dir },
];
