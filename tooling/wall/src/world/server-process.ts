import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';

const ROOT = resolve(import.meta.dirname, '../../../..');
const MAIN = join(ROOT, 'apps/server/src/main.ts');
const START_MS = 60_000;
const STOP_MS = 5_000;

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly internalUrl: string;
  /** Where it keeps its data. */
  readonly dataDir: string;
  readonly processId: number | undefined;
  /** Everything it has written to stdout and stderr. */
  output(): string;
  /** Writes the configuration anew and has it read. */
  reconfigure(config: unknown): Promise<void>;
  /** Asks it to stop, and waits until it has. Stopping twice does nothing more. */
  stop(): Promise<void>;
}

/**
 * Starts the server as `npm start` does, with a configuration file and data of its own, on free ports.
 *
 * @throws {Error} with what it said, when it does not come up
 */
export async function startServer(config: unknown, secrets: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'naru-wall-'));
  const configPath = join(folder, 'naru.config.yaml');
  writeFileSync(configPath, stringify(config));
  const dataDir = join(folder, 'data');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    NARU_CONFIG: configPath,
    NARU_DATA_DIR: dataDir,
    NARU_PORT: '0',
    NARU_INTERNAL_PORT: '0',
    NARU_OPERATOR_TOKEN: 'off',
    LOG_LEVEL: 'debug',
    // What a Bedrock endpoint of our own cannot say in its name.
    AWS_REGION: 'ap-northeast-2',
    ...secrets,
  };
  const child = spawn(process.execPath, [MAIN], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => said.push(text));
  const output = (): string => said.join('');
  const { url, internalUrl } = await addressesOf(child, output);

  return {
    url,
    internalUrl,
    dataDir,
    processId: child.pid,
    output,
    async reconfigure(next) {
      writeFileSync(configPath, stringify(next));
      const response = await fetch(`${internalUrl}/internal/config/reload`, { method: 'POST' });
      if (!response.ok) throw new Error(`the configuration was not taken: ${await response.text()}`);
      await response.body?.cancel();
    },
    stop: () => stop(child),
    async [Symbol.asyncDispose]() {
      await stop(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'close');
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await gone;
  clearTimeout(patience);
}

/** Waits until both addresses stand in what the server tells at its start. */
async function addressesOf(
  child: ChildProcess,
  output: () => string,
): Promise<{ readonly url: string; readonly internalUrl: string }> {
  const { promise, resolve: done, reject } = Promise.withResolvers<{ url: string; internalUrl: string }>();
  const look = (): void => {
    const url = /answers at\s+(http:\/\/[\d.]+:\d+)/.exec(output())?.[1];
    const internalUrl = /Internal\s+(http:\/\/[\d.]+:\d+)/.exec(output())?.[1];
    if (url && internalUrl) done({ url, internalUrl });
  };
  const fail = (why: string): void => reject(new Error(`the server did not start (${why}):\n${output()}`));
  const patience = setTimeout(() => fail(`${START_MS} ms`), START_MS);
  child.stdout?.on('data', look);
  child.once('exit', code => fail(`exit code ${code}`));
  try {
    return await promise;
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    clearTimeout(patience);
    child.stdout?.off('data', look);
  }
}
