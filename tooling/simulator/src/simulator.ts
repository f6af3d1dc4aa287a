import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { seededRandom, systemClock, type Clock } from '@naru/kernel';
import type { LogEntry } from './control/log-entry.ts';
import type { PlayOptions, PlaySource } from './control/provider-state.ts';
import { RequestLog } from './control/request-log.ts';
import type { ExchangeEnd } from './exchange/perform-exchange.ts';
import type { ProtocolName } from './protocols/protocol.ts';
import { Connections } from './server/connections.ts';
import { createProvider, type Provider, type ProviderSettings } from './server/provider.ts';
import { createSimulatorServer } from './server/simulator-server.ts';

export interface SimulatorSettings {
  /** By name, which is also the first part of the provider's path. */
  readonly providers: Readonly<Record<string, ProtocolName | ProviderSettings>>;
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** Waits and periods go by this clock. */
  readonly clock?: Clock;
  /** Fixes everything that is left to chance. */
  readonly seed?: number | undefined;
  /** The log keeps the latest 10,000 entries unless told otherwise. */
  readonly maxLogEntries?: number;
}

export interface Simulator extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** What a caller configures as the provider's address; with the protocol's `/v1` where that is usual. */
  urlOf(provider: string): string;
  /** The same for `QS_LLM_URL`: with the protocol in front and, but for `generate`, a model behind `#`. */
  settingOf(provider: string, model?: string): string;
  /**
   * Tells a provider how to behave: `play('primary', { status: 503 })`, `play('primary', 'reset=mid-stream', { times: 2 })`,
   * `play('primary', 'well')`.
   *
   * @throws {PlayError} naming every mistake; {RangeError} for an unknown provider or options out of range
   */
  play(provider: string, behaviour: PlaySource, options?: PlayOptions): void;
  /** Lets a provider, or all, answer well again; queued plays are forgotten. */
  reset(provider?: string): void;
  /** Oldest first. */
  log(provider?: string): readonly LogEntry[];
  /**
   * Waits for an entry that fits, such as one whose caller left.
   *
   * @throws {Error} after `withinMs` (2,000) of real time, saying what the log holds
   */
  until(fits: (entry: LogEntry) => boolean, withinMs?: number): Promise<LogEntry>;
  clearLog(): void;
  /** Connections that callers hold open now. */
  readonly connections: number;
  /** Destroys every connection and stops. Closing twice does nothing more. */
  close(): Promise<void>;
}

const MAX_LOG_ENTRIES = 10_000;
const MAX_LOG_BODIES = 200;

/** Starts a world of providers on one port of the loopback interface. */
export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const clock = settings.clock ?? systemClock;
  const providers = new Map<string, Provider>(
    Object.entries(settings.providers).map(([name, given]) => [name, createProvider(name, given, clock)]),
  );
  if (providers.size === 0) throw new RangeError('providers: found none; allowed: at least one');
  const maxEntries = settings.maxLogEntries ?? MAX_LOG_ENTRIES;
  const log = new RequestLog({ maxEntries, maxBodies: Math.min(MAX_LOG_BODIES, maxEntries) });
  const connections = new Connections(clock);
  const closing = new AbortController();
  let lastId = 0;

  const server = createSimulatorServer(
    {
      clock,
      random: seededRandom(settings.seed ?? 1),
      log,
      connections,
      newId: () => `sim${String(++lastId).padStart(8, '0')}`,
      closing: closing.signal,
    },
    { providers, log, urlOf },
  );
  server.listen(settings.port ?? 0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  function providerNamed(name: string): Provider {
    const provider = providers.get(name);
    if (provider) return provider;
    throw new RangeError(`provider: found "${name}"; allowed: ${[...providers.keys()].join(', ')}`);
  }

  function urlOf(name: string): string {
    return `${url}/${name}${providerNamed(name).protocol.basePath}`;
  }

  async function close(): Promise<void> {
    if (!server.listening) return;
    closing.abort('closed' satisfies ExchangeEnd);
    server.close();
    connections.destroyAll();
    await once(server, 'close');
  }

  return {
    url,
    port,
    urlOf,
    settingOf(name, model) {
      const { protocol, models } = providerNamed(name);
      const named = model ?? (protocol.name === 'generate' ? undefined : models[0]);
      return `${protocol.name}+${urlOf(name)}${named === undefined ? '' : `#${named}`}`;
    },
    play: (name, behaviour, options) => providerNamed(name).state.play(behaviour, options),
    reset(name) {
      for (const provider of name === undefined ? providers.values() : [providerNamed(name)]) provider.state.clear();
    },
    log: name => log.entries().filter(entry => name === undefined || entry.provider === name),
    async until(fits, withinMs = 2_000) {
      const found = await log.find(fits, AbortSignal.timeout(withinMs));
      if (found) return found;
      const seen = log.entries().map(({ id, provider, end }) => `${id} ${provider} ${end?.how ?? 'open'}`);
      throw new Error(`no entry fits after ${withinMs} ms; the log holds: ${seen.slice(-20).join('; ') || 'nothing'}`);
    },
    clearLog: () => log.clear(),
    get connections() {
      return connections.count;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
