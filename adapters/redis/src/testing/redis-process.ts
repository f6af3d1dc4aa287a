import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { answers } from '@naru/services';
import { until } from './until.ts';

/** The server's program, where this machine has it. */
export function redisBinary(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map(folder => join(folder, 'redis-server')).find(isExecutable);
}

/** A Redis of the test's own, which keeps nothing over a restart. */
export class RedisProcess implements AsyncDisposable {
  readonly #binary: string;
  readonly #port: number;
  #child: ChildProcess | undefined;

  constructor(binary: string, port: number) {
    this.#binary = binary;
    this.#port = port;
  }

  static async start(binary: string): Promise<RedisProcess> {
    const redis = new RedisProcess(binary, await freePort());
    await redis.start();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  get isRunning(): boolean {
    return this.#child !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }

  async start(): Promise<void> {
    const port = String(this.#port);
    this.#child = spawn(
      this.#binary,
      ['--bind', '127.0.0.1', '--port', port, '--save', '', '--appendonly', 'no', '--dir', '/'],
      { stdio: 'ignore' },
    );
    await until('redis-server answers', () => answers('127.0.0.1', this.#port), 10_000);
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(name);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
