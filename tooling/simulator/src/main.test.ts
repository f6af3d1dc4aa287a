import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readCommandLine } from './command-line.ts';
import { hear } from './testing/raw-call.ts';

const MAIN = join(import.meta.dirname, 'main.ts');
const TIMELINE = join(import.meta.dirname, '../timelines/primary-outage.yaml');

/** Runs the program; `said` resolves when its output fits, and rejects when it stops before. */
function run(...given: string[]) {
  const child = spawn(process.execPath, [MAIN, ...given], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const { promise: stopped, resolve } = Promise.withResolvers<number | null>();
  child.once('close', resolve);
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  return {
    child,
    stopped,
    output: () => output,
    async said(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const found = pattern.exec(output);
        if (found) return found;
        if (child.exitCode !== null) throw new Error(`stopped with ${child.exitCode}: ${output}`);
        await Promise.race([once(child.stdout, 'data'), stopped]);
      }
    },
  };
}

describe('the command line', () => {
  it('takes a timeline and a port', () => {
    assert.deepEqual(readCommandLine([]), { kind: 'run', port: 9100, timelinePath: undefined });
    assert.deepEqual(readCommandLine(['a.yaml', '--port', '0']), { kind: 'run', port: 0, timelinePath: 'a.yaml' });
    assert.equal(readCommandLine(['--port', '1', '-h']).kind, 'help');
  });

  it('says what it found and what is allowed', () => {
    for (const given of [['--port'], ['--port', 'x'], ['--port', '70000'], ['--fast'], ['a', 'b']]) {
      const command = readCommandLine(given);
      assert.ok(command.kind === 'mistaken' && command.mistake.includes('allowed'), given.join(' '));
    }
  });
});

describe('the program', () => {
  it('prints addresses and a line to copy, answers there, and stops with 0', async () => {
    const program = run(TIMELINE, '--port', '0');
    const [, port = ''] = await program.said(/http:\/\/127\.0\.0\.1:(\d+)\/primary\/v1/);
    await program.said(/QS_LLM_URL='openai\+http\S+' QS_LLM_FALLBACK_URLS='anthropic\+http\S+' npm start/);
    await program.said(/at 10s {2}primary: status=503 for 30s/);
    const heard = await hear({ method: 'GET', url: `http://127.0.0.1:${port}/control` });
    assert.equal(heard.status, 200);
    program.child.kill('SIGTERM');
    assert.equal(await program.stopped, 0);
  });

  it('stops with 2 and says why when there is no such timeline', async () => {
    const program = run('no-such-file.yaml', '--port', '0');
    assert.equal(await program.stopped, 2);
    assert.match(program.output(), /no-such-file\.yaml: no such file; timelines to start from/);
  });

  it('shows help', async () => {
    const program = run('--help');
    assert.equal(await program.stopped, 0);
    assert.match(program.output(), /Examples\n {2}npm run simulator/);
  });
});
