import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { createProgram } from '../program.ts';

const SCENARIO = `
title: "<b>시험</b>"
duration: 30s
providers: { primary: { errors: { server: 0.2 } }, fallback: {} }
traffic: { per_second: 4 }
policies: { A: {}, B: { chain: [primary] } }
expect: ["A.availability >= 99"]
`;

async function naru(context: TestContext, scenario: string, ...options: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'naru-simulate-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const [path, reportPath] = [join(folder, 'scenario.yaml'), join(folder, 'report.html')];
  writeFileSync(path, scenario);
  const told = { printed: '', complained: '', code: -1, reportPath };
  const program = createProgram({
    env: {},
    print: text => (told.printed += `${text}\n`),
    complain: text => (told.complained += `${text}\n`),
    exit: code => (told.code = code),
  });
  const withPath = options.map(option => option.replace('REPORT', reportPath).replace('FOLDER', folder));
  await program.parseAsync(['node', 'naru', 'simulate', path, ...withPath]);
  return told;
}

describe('naru simulate (R-OPS-4)', () => {
  it('prints the figures of each policy and that expectations hold', async context => {
    const { printed, code } = await naru(context, SCENARIO);
    assert.equal(code, 0);
    assert.match(printed, /availability\s+[\d.]+ %\s+[\d.]+ %/);
    assert.match(printed, /통과/);
  });

  it('ends with 1 when an expectation does not hold, and says what was found', async context => {
    const { printed, code } = await naru(context, SCENARIO.replace('A.availability >= 99', 'B.availability >= 99.9'));
    assert.equal(code, 1);
    assert.match(printed, /✗ B\.availability >= 99\.9 {3}\(B [\d.]+ \/ 99\.9\)/);
    assert.match(printed, /실패/);
  });

  it('writes one page that needs nothing else, in which a title is no markup', async context => {
    const { reportPath, code } = await naru(context, SCENARIO, '--out', 'REPORT');
    assert.equal(code, 0);
    const html = readFileSync(reportPath, 'utf8');
    assert.match(html, /&lt;b&gt;시험&lt;\/b&gt;/);
    assert.doesNotMatch(html, /<b>|<script|https?:\/\//);
    assert.match(html, /prefers-color-scheme:dark/);
  });

  it('gives machines the same in JSON, and the same again for the same seed', async context => {
    const runs = await Promise.all([1, 2].map(() => naru(context, SCENARIO, '--json', '--seed', '5')));
    const [first, second] = runs.map(
      ({ printed }) => JSON.parse(printed) as { seed: number; results: { hash: string }[] },
    );
    assert.equal(first?.seed, 5);
    assert.deepEqual(first, second);
    const other = await naru(context, SCENARIO, '--json', '--seed', '6');
    assert.notEqual(JSON.parse(other.printed).results[0].hash, first?.results[0]?.hash);
  });

  it('ends with 2 and every mistake when the scenario is none', async context => {
    const { complained, code } = await naru(context, SCENARIO.replace('duration: 30s', 'duration: 30'));
    assert.equal(code, 2);
    assert.match(complained, /duration: found 30; allowed: a time such as/);
  });

  it('ends with 2 when the script makes no sense in itself', async context => {
    const { complained, code } = await naru(context, SCENARIO.replace('server: 0.2', 'server: 0.9, network: 0.9'));
    assert.equal(code, 2);
    assert.match(complained, /errors of primary must be from 0 to 1 together, got 1\.8/);
  });

  it('ends with 2 for a seed that is none, with 1 where the report cannot be written', async context => {
    assert.equal((await naru(context, SCENARIO, '--seed', 'x')).code, 2);
    const unwritable = await naru(context, SCENARIO, '--out', 'FOLDER/missing/report.html');
    assert.equal(unwritable.code, 1);
    assert.match(unwritable.complained, /cannot be written/);
  });

  it('ends with 2 where there is no such file', async () => {
    const complaints: string[] = [];
    let code = -1;
    const program = createProgram({
      env: {},
      print() {},
      complain: text => complaints.push(text),
      exit: given => (code = given),
    });
    await program.parseAsync(['node', 'naru', 'simulate', join(tmpdir(), 'no-such-scenario.yaml')]);
    assert.equal(code, 2);
    assert.match(complaints.join(), /There is no file/);
  });
});
