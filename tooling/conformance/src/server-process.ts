import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '../../..');

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  /** Asks it to stop, and gives its exit code. */
  stop(): Promise<number | null>;
}

/** The server as `npm start` runs it, over a data directory that outlives it. */
export async function startServerProcess(dataDir: string, providerUrl: string): Promise<ServerProcess> {
  const child = spawn(process.execPath, [resolve(ROOT, 'apps/server/src/main.ts')], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      NARU_DATA_DIR: dataDir,
      NARU_PORT: '0',
      NARU_INTERNAL_PORT: '0',
      NARU_OPERATOR_TOKEN: 'off',
      NARU_REQUESTS_PER_MINUTE: '0',
      QS_LLM_URL: providerUrl,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>(resolveEnd => child.once('exit', resolveEnd));
  const url = await new Promise<string>((resolveUrl, reject) => {
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, found] = /answers at +(http:\/\/127\.0\.0\.1:\d+)/.exec(said) ?? [];
      if (found) resolveUrl(found);
    });
    void ended.then(code => reject(new Error(`the server ended with ${code}:\n${said}`)));
  });
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  return {
    url,
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
    },
  };
}
