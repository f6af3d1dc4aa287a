import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { asProcessUnderTest, spawnPinned, SUBJECT_CORE, type ProcessUnderTest } from '../measure/process-under-test.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');

/** What `npm start` gives Node: flags and the file. */
function startArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  const [, ...words] = scripts.start.split(' ');
  return words.map(word => (word.endsWith('.ts') ? join(ROOT, word) : word));
}

export interface NaruServer extends ProcessUnderTest {
  readonly port: number;
  readonly startedMs: number;
}

/** The real server as `npm start` runs it, telemetry and all, on its own core, in an empty data directory. */
export async function startNaru(env: Readonly<Record<string, string>>): Promise<NaruServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'naru-bench-'));
  const beganAt = performance.now();
  const child = spawnPinned(
    SUBJECT_CORE,
    startArguments(),
    {
      NARU_DATA_DIR: dataDir,
      NARU_PORT: '0',
      NARU_INTERNAL_PORT: '0',
      NARU_OPERATOR_TOKEN: 'off',
      // The bench asks from one address and as one caller, faster than any customer may.
      NARU_REQUESTS_PER_MINUTE: '1000000',
      ...env,
    },
    ['ignore', 'pipe', 'inherit'],
  );
  const port = await new Promise<number>((resolvePort, reject) => {
    let said = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const found = /http:\/\/127\.0\.0\.1:(\d+)/.exec(said);
      if (found) resolvePort(Number(found[1]));
      if (said.length > 65_536) said = '';
    });
    child.once('exit', code => reject(new Error(`the server ended with ${code} before it listened:\n${said}`)));
  });
  const subject = asProcessUnderTest(child, { port });
  return {
    ...subject,
    port,
    startedMs: performance.now() - beganAt,
    async [Symbol.asyncDispose]() {
      await subject[Symbol.asyncDispose]();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Environment that makes the one provider of a server an upstream on this port. */
export function providerAt(port: number): Readonly<Record<string, string>> {
  return { QS_LLM_URL: `openai+http://127.0.0.1:${port}/v1#bench` };
}
