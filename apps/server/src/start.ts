import { createSystemIds, messageOf, systemClock, systemRandom } from '@naru/kernel';
import { compose, type App } from './composition/compose.ts';
import { stopGracefully } from './composition/stop-gracefully.ts';
import { formatMistakes, LiveConfig, loadConfig, type Config } from './config/index.ts';
import { EXIT_BAD_CONFIG, EXIT_FAILED, EXIT_OK } from './exit-codes.ts';
import { takeInstanceLock } from './instance-lock/instance-lock.ts';
import type { LockHolder } from './instance-lock/lock-holder.ts';
import { rebuildStalePage } from './page-build.ts';
import { welcome, type Welcome } from './welcome.ts';
import { readFileText } from './read-file-text.ts';
import { watchConfigFile } from './watch-config-file.ts';
import { createLog, type LogLevel } from './telemetry/log.ts';

const PATIENCE_MS = 20_000;

/**
 * Runs the server until it is told to stop.
 *
 * @returns the process's exit code: 2 when the configuration is not valid, 1 when the server cannot start
 */
export async function start(): Promise<number> {
  const sources = { env: process.env, readFile: readFileText };
  const loaded = loadConfig(sources);
  if (loaded.kind === 'invalid') {
    console.error(formatMistakes(loaded.mistakes, loaded.filePath));
    return EXIT_BAD_CONFIG;
  }
  const { config, warnings } = loaded;
  using log = createLog(config.server.logLevel as LogLevel);
  const { logger } = log;
  for (const warning of warnings) logger.warn({}, warning);

  const world = { clock: systemClock, random: systemRandom, ids: createSystemIds(), logger };
  // From the very first: who stops us while we start gets an orderly end too.
  const stopped = stopSignal();
  using _alive = stayAlive();
  try {
    const taken = takeInstanceLock(config.server.dataDir, systemClock.now());
    if (taken.kind === 'held') {
      console.error(`Naru cannot start: ${dataDirTaken(config.server.dataDir, taken.holder)}`);
      return EXIT_FAILED;
    }
    using lock = taken.lock;
    await using app = await compose(new LiveConfig(sources, loaded), world);
    process.on('SIGHUP', app.reloadConfig);
    using _watch = watchConfigFile(loaded.filePath, app.reloadConfig);
    const addresses = await listen(app, config);
    lock.announce(addresses.internalUrl);
    console.log(welcome(addresses));
    using _page = rebuildStalePage(logger);
    const reason = await stopped;
    logger.info({ reason }, 'stopping');
    await stopGracefully({ face: app.face, chat: app.chat, clock: systemClock, logger, patienceMs: PATIENCE_MS });
    logger.info({}, 'stopped');
    return EXIT_OK;
  } catch (error) {
    console.error(`Naru cannot start: ${advice(error)}`);
    return EXIT_FAILED;
  }
}

async function listen({ face, operatorTokens }: App, config: Config): Promise<Welcome> {
  const { host, port, internalHost, internalPort } = config.server;
  const publicUrl = await face.publicListener.http.listen({ host, port });
  const internalUrl = await face.internalListener.http.listen({ host: internalHost, port: internalPort });
  return { publicUrl, internalUrl, isGatewayOpen: face.isGatewayOpen, operator: operatorLine() };

  function operatorLine(): Welcome['operator'] {
    if (config.operator.kind !== 'stored-tokens') return { kind: config.operator.kind };
    const [first] = operatorTokens.tokens();
    if (first) return { kind: 'known', since: first.createdAt, path: operatorTokens.path };
    return { kind: 'made', token: operatorTokens.add('first', 'admin', systemClock.now()) };
  }
}

/** Timers here hold no process open; without this one it would end, unfinished, whenever only they are left. */
function stayAlive(): Disposable {
  const timer = setInterval(() => {}, 60_000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

/** Resolves with what ends the server. A second signal ends the process at once. */
function stopSignal(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(EXIT_FAILED));
      resolve(signal);
    });
  }
  // Nothing may be left half done without a word: what is not caught ends the server in order.
  process.once('unhandledRejection', error => resolve(`unhandled rejection: ${nameOf(error)}`));
  return promise;
}

function dataDirTaken(dataDir: string, { pid, startedAt }: LockHolder): string {
  return `the data directory ${dataDir} belongs to process ${pid}, which runs since ${startedAt}. Stop that one, or set NARU_DATA_DIR.`;
}

function advice(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `${messageOf(error)}. Another program listens there; set NARU_PORT or NARU_INTERNAL_PORT.`;
  if (code === 'EACCES') return `${messageOf(error)}. This account may not do that; set another port or NARU_DATA_DIR.`;
  return messageOf(error);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}
