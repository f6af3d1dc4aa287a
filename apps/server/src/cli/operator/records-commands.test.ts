import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { systemClock } from '@naru/kernel';
import { finish, say, scriptedModel } from '@naru/language-model/testing';
import { aReport } from '@naru/reports/testing';
import { takeInstanceLock } from '../../instance-lock/instance-lock.ts';
import { commandLine } from '../../testing/command-line.ts';
import { OPERATOR_TOKEN, startTestServer } from '../../testing/start-test-server.ts';
import { until } from '../../testing/until.ts';

const SHIPPED = resolve(import.meta.dirname, '../../../../../reports');
const TOKEN = { NARU_OPERATOR_TOKEN: OPERATOR_TOKEN };

function folderOf(t: TestContext, files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'naru-cli-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const serve = () =>
  startTestServer({
    models: {
      primary: scriptedModel('primary', [[say('네'), finish]]),
      second: scriptedModel('second', [[say('네'), finish]]),
    },
    prices: { inputMicrosPer1k: 1_000_000, outputMicrosPer1k: 2_000_000, cacheReadMicrosPer1k: 0 },
    reports: [aReport()],
  });

type TestServer = Awaited<ReturnType<typeof serve>>;

/** Asks, and waits until it is written down. */
async function ask({ publicUrl, ledger }: TestServer, times = 1): Promise<readonly string[]> {
  for (let time = 0; time < times; time += 1) {
    const response = await fetch(`${publicUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'auto', messages: [{ role: 'user', content: '배송은?' }] }),
    });
    assert.equal(response.status, 200, await response.text());
  }
  const ever = { sinceMs: 0, untilMs: Infinity, limit: 99 };
  await until(async () => (await ledger.decisions(ever)).length === times);
  return (await ledger.decisions(ever)).map(({ id }) => id);
}

describe('naru ledger (R-COST-2)', () => {
  it('shows what was spent on what, for people and for machines', async () => {
    await using server = await serve();
    await ask(server, 2);
    const run = commandLine(TOKEN);
    const { out, code, told } = await run('ledger', '--url', server.internalUrl);
    assert.equal(code, 0, told);
    assert.match(out, /PROVIDER +COST USD[^]*primary +0\.0400 +100\.0 % +2 +2 +0 +20[^]*total +0\.0400/);
    const asJson = await run('ledger', '--by', 'day', '--since', '2d', '--json', '--url', server.internalUrl);
    const { by, total } = JSON.parse(asJson.out) as { by: string; total: { cost: number } };
    assert.deepEqual([by, total.cost], ['day', 0.04]);
  });

  it('says so where nothing was tried', async () => {
    await using server = await serve();
    const { out } = await commandLine(TOKEN)('ledger', '--url', server.internalUrl);
    assert.match(out, /Nothing was tried/);
  });

  it('refuses a time that it does not understand, by saying what it would', async () => {
    await assert.rejects(commandLine(TOKEN)('ledger', '--since', 'yesterday'), /30m, 6h, 7d, 2026-11-20/);
  });
});

describe('naru replay (R-DEC-3)', () => {
  it('makes recorded decisions again, and they come out the same', async () => {
    await using server = await serve();
    const ids = await ask(server, 3);
    const run = commandLine(TOKEN);
    const all = await run('replay', '--url', server.internalUrl);
    assert.equal(all.code, 0, all.told);
    assert.match(all.out, /^3 of 3 decisions come out as they were recorded\.$/);
    const one = await run('replay', ids[0] ?? '', '--url', server.internalUrl);
    assert.match(one.out, /Decision .*[^]*policy[^]*forced[^]*It comes out the same\./);
    const { isSame } = JSON.parse((await run('replay', ids[0] ?? '', '--json', '--url', server.internalUrl)).out);
    assert.equal(isSame, true);
  });

  it('says what another configuration would have changed in provider, price and predicted success', async t => {
    const prices = (price: number): string => `{input: ${price}, output: ${price}, cache_read: 0}`;
    const folder = folderOf(t, {
      'new.yaml': `providers:
  - {alias: primary, protocol: toy, prices: ${prices(1)}}
  - {alias: second, protocol: toy, prices: ${prices(0.5)}}
routing: {force_provider: second}
`,
    });
    await using server = await serve();
    await ask(server, 2);
    const run = commandLine(TOKEN);
    const against = ['replay', '--against', join(folder, 'new.yaml'), '--url', server.internalUrl];
    const { out, code, told } = await run(...against);
    assert.equal(code, 0, told);
    assert.match(out, /2 of 2 would have gone otherwise[^]*price +-0\.\d+ USD[^]*primary +second +2/);
    assert.match(out, /primary > second {2}=> {2}second > primary/);
    const report = JSON.parse((await run(...against, '--json')).out) as { against: { providers: unknown } };
    assert.deepEqual(report.against.providers, [{ from: 'primary', to: 'second', decisions: 2 }]);
  });

  it('tells what is wrong with the other configuration, and ends with 2', async t => {
    const folder = folderOf(t, { 'bad.yaml': 'routing: {cooldown_sec: soon}\n' });
    const { code, told } = await commandLine(TOKEN)('replay', '--against', join(folder, 'bad.yaml'));
    assert.deepEqual([code, /routing\.cooldown_sec/.test(told)], [2, true]);
  });

  it('says so where nothing is on record, and where that one is not', async () => {
    await using server = await serve();
    const run = commandLine(TOKEN);
    assert.match((await run('replay', '--url', server.internalUrl)).out, /No decision is on record/);
    const gone = await run('replay', 'nowhere', '--url', server.internalUrl);
    assert.equal(gone.code, 1);
    assert.match(gone.told, /No decision of that id is on record/);
  });
});

describe('naru reports (P-1)', () => {
  it('imports a folder into the running server, and lists it', async () => {
    await using server = await serve();
    const run = commandLine(TOKEN);
    const first = await run('reports', 'import', SHIPPED, '--url', server.internalUrl);
    assert.equal(first.code, 0, first.told);
    assert.match(first.out, /added +bookstore-sales-2026-10 +2026년 10월 매출 리포트/);
    const again = await run('reports', 'import', SHIPPED, '--json', '--url', server.internalUrl);
    const outcomes = (JSON.parse(again.out) as readonly { outcome: string }[]).map(({ outcome }) => outcome);
    assert.ok(outcomes.length >= 4 && outcomes.every(outcome => outcome === 'unchanged'), outcomes.join());
    const listed = await run('reports', 'list', '--limit', '1', '--url', server.internalUrl);
    assert.match(listed.out, /WRITTEN[^]*2026-11-16 +customer-service-weekly-2026-w46/);
  });

  it('keeps nothing of a folder in which anything is wrong, and says where', async t => {
    const folder = folderOf(t, { 'good.md': '# 제목\n\n요약\n\n## 절\n\n글', 'bad.md': '# 제목\n\n요약\n\n## 절\n' });
    await using server = await serve();
    const { code, told } = await commandLine(TOKEN)('reports', 'import', folder, '--url', server.internalUrl);
    assert.equal(code, 1);
    assert.match(told, /Nothing was imported:\n.*bad\.md:5: the body of a section has 1 to 20000 characters, found 0/);
    assert.equal(await server.reports.find('good'), undefined);
    const nowhere = await commandLine(TOKEN)('reports', 'import', join(folder, 'nowhere'));
    assert.match(nowhere.told, /nowhere cannot be read: ENOENT/);
  });
});

describe('without a running server', () => {
  it('the database is opened here, and what was imported is there', async t => {
    const dataDir = folderOf(t);
    const run = commandLine({ NARU_DATA_DIR: dataDir });
    const imported = await run('reports', 'import', SHIPPED);
    assert.equal(imported.code, 0, imported.told);
    assert.match(imported.told, /No server runs over .*: its database is opened here/);
    const { out } = await run('reports', 'list', '--json');
    const { reports } = JSON.parse(out) as { reports: readonly { id: string }[] };
    assert.ok(reports.some(({ id }) => id === 'logistics-quarterly-2026-q3'));
    assert.match((await run('ledger')).out, /Nothing was tried/);
    assert.match((await run('replay')).out, /No decision is on record/);
    const gone = await run('replay', 'nowhere');
    assert.deepEqual([gone.code, /No decision nowhere is on record/.test(gone.told)], [1, true]);
  });

  it('is not said while a process has the data directory: then that one is asked', async t => {
    const dataDir = folderOf(t);
    await using server = await serve();
    const taken = takeInstanceLock(dataDir, systemClock.now());
    assert.ok(taken.kind === 'taken');
    using lock = taken.lock;
    lock.announce(server.internalUrl);
    const { out, told } = await commandLine({ ...TOKEN, NARU_DATA_DIR: dataDir })('reports', 'list');
    assert.match(out, /sales-2026-10/);
    assert.equal(told, '');
  });
});

describe('naru knowledge index (S-RAG-1)', () => {
  it('says what the articles hold', async () => {
    const dir = resolve(SHIPPED, '../knowledge');
    const { out, code } = await commandLine({})('knowledge', 'index', '--dir', dir, '--json');
    assert.equal(code, 0);
    const { articles, passages, questions } = JSON.parse(out) as Record<string, number>;
    assert.ok((articles ?? 0) >= 48 && (passages ?? 0) > (articles ?? 0) && (questions ?? 0) > (articles ?? 0));
    assert.match((await commandLine({})('knowledge', 'index', '--dir', dir)).out, /✓ \d+ articles in .*CATEGORY/s);
  });

  it('names file and line of what cannot be indexed', async t => {
    const folder = folderOf(t, { 'a.md': '---\nid: a\n---\n' });
    const { code, told } = await commandLine({})('knowledge', 'index', '--dir', folder);
    assert.equal(code, 1);
    assert.match(told, /a\.md:2/);
  });
});
