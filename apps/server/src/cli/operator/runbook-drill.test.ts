import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, it } from 'node:test';
import type { AuditEntry } from '@naru/api-contract';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { commandLine, type CommandResult } from '../../testing/command-line.ts';
import { startTestServer } from '../../testing/start-test-server.ts';

/** An act has to hold while somebody waits for it. */
const WITHIN_MS = 5_000;
const RUNBOOK = readFileSync(resolve(import.meta.dirname, '../../../../../docs/RUNBOOK.md'), 'utf8');

interface Row {
  readonly want: string;
  readonly command: string;
  readonly undo: string;
}

/** The rows of "Override in five minutes", as an operator reads them. */
function rowsOfTheRunbook(): readonly Row[] {
  const section = /## Override in five minutes\n([^]*?)\n## /.exec(RUNBOOK)?.[1] ?? '';
  return section.split('\n').flatMap(line => {
    const [, want = '', command, undo] = /^\| (.+?) +\| `(providers .+?)` +\| `(.+?)` +\|$/.exec(line) ?? [];
    return command === undefined || undo === undefined ? [] : [{ want, command, undo }];
  });
}

/** A line as a shell cuts it into words. */
function wordsOf(line: string): readonly string[] {
  return Array.from(line.matchAll(/"([^"]*)"|(\S+)/g), ([, quoted, plain]) => quoted ?? plain ?? '');
}

/** An operator with a token of the role that the page says, made as the page says. */
async function setUp() {
  const names = ['primary', 'fallback_1', 'fallback_2'];
  const server = await startTestServer({
    models: Object.fromEntries(names.map(name => [name, scriptedModel(name, [[say('네'), finish]])])),
    router: { cost: { steering: false, lowCostProvider: 'fallback_2' } },
  });
  const made = await commandLine({ NARU_DATA_DIR: server.dataDir })(...wordsOf(firstCommandWith('token new')));
  assert.equal(made.code ?? 0, 0, made.told);
  const run = commandLine({ NARU_OPERATOR_TOKEN: made.out.trim() });
  const naru = async (line: string): Promise<CommandResult> => {
    const startedAtMs = performance.now();
    const result = await run(...wordsOf(line), '--url', server.internalUrl);
    assert.equal(result.code, 0, `${line}: ${result.told}`);
    assert.ok(performance.now() - startedAtMs < WITHIN_MS, `${line} took too long`);
    return result;
  };
  const ask = async (intent = 'GENERAL'): Promise<readonly [string | null, string | null]> => {
    const response = await fetch(`${server.publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-naru-intent': intent },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: '안녕하세요' }] }),
    });
    await response.text();
    return [response.headers.get('x-naru-provider'), response.headers.get('x-naru-decision')];
  };
  const audit = async (): Promise<readonly AuditEntry[]> => JSON.parse((await naru('audit --json')).out);
  return { server, naru, ask, audit };
}

function firstCommandWith(start: string): string {
  const [, line] = new RegExp(`npm run naru -- (${start}[^\\n\`]*)`).exec(RUNBOOK) ?? [];
  assert.ok(line, `the runbook does not say how to: ${start}`);
  return line.replace(/\s+#.*/, '');
}

describe('an operator who has only the runbook (R-OPS-1)', () => {
  it('forces, blocks, drains and restores within seconds, each act seen on the next request and in the audit', async () => {
    const { server, naru, ask, audit } = await setUp();
    await using _server = server;
    assert.deepEqual(await ask(), ['primary', 'default']);

    await naru('providers force fallback_1 --ttl 30m --reason "primary slow"');
    assert.deepEqual(await ask(), ['fallback_1', 'forced']);
    await naru('providers clear force');
    assert.deepEqual(await ask(), ['primary', 'default']);

    await naru('providers block primary --ttl 30m --reason "answers 503"');
    assert.deepEqual(await ask(), ['fallback_1', 'blocklist']);
    await naru('providers clear block');

    await naru('providers drain primary --ttl 1h --reason "maintenance"');
    assert.equal((await ask())[0], 'fallback_1');
    await naru('providers clear');
    assert.deepEqual(await ask(), ['primary', 'default']);
    assert.match((await naru('providers list')).out, /No overrides hold/);

    assert.deepEqual(
      (await audit()).map(({ author, action, override, reason }) => [author, action, override.kind, reason]).toSorted(),
      [
        ['kim', 'ended', 'block', 'answers 503'],
        ['kim', 'ended', 'drain', 'maintenance'],
        ['kim', 'ended', 'force', 'primary slow'],
        ['kim', 'made', 'block', 'answers 503'],
        ['kim', 'made', 'drain', 'maintenance'],
        ['kim', 'made', 'force', 'primary slow'],
      ],
    );
    assert.match((await naru('audit')).out, /WHO +DID +WHAT +WHY[^]*kim +made +force fallback_1 +primary slow/);
  });

  const rows = rowsOfTheRunbook();
  it('finds a command and its undo for each kind of override', () => {
    const kinds = new Set(rows.map(({ command }) => command.split(' ')[1]));
    assert.deepEqual([...kinds].toSorted(), ['block', 'canary', 'drain', 'force', 'intent', 'steer']);
  });

  for (const { want, command, undo } of rows) {
    it(`gets what the page promises: ${want}`, async () => {
      const { server, naru, audit } = await setUp();
      await using _server = server;
      await naru(command);
      const [override, ...others] = server.router.overrides.list();
      assert.ok(override && others.length === 0, 'one override holds');
      await naru(undo);
      assert.deepEqual(server.router.overrides.list(), []);
      const acts = (await audit()).map(({ action, override: { id }, author }) => [action, id, author]);
      assert.deepEqual(acts.toSorted(), [
        ['ended', override.id, 'kim'],
        ['made', override.id, 'kim'],
      ]);
    });
  }

  it('steers and sends an intent elsewhere, and sees it on the next request', async () => {
    const { server, naru, ask } = await setUp();
    await using _server = server;
    await naru('providers steer on --ttl 1h --reason "over budget"');
    assert.deepEqual(await ask(), ['fallback_2', 'cost']);
    await naru('providers clear cost_steering');
    await naru('providers intent REFUND fallback_1 --ttl 1h --reason "gets them right"');
    assert.deepEqual(await ask('REFUND'), ['fallback_1', 'intent']);
    assert.deepEqual(await ask(), ['primary', 'default']);
  });
});
