import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { readScenario, type ReadScenario } from './read-scenario.ts';
import { reportHtml } from './report-html.ts';
import { runScenario } from './run-scenario.ts';

const FOLDER = resolve(import.meta.dirname, '../../../../../scenarios');
const SHIPPED = [
  'brownout',
  'canary-gone-bad',
  'failover-before-after',
  'flapping',
  'price-spike',
  'primary-outage',
  'quality-against-cost',
  'quota-windows',
  'split-brain',
];

function read(name: string): ReadScenario {
  const outcome = readScenario(readFileSync(join(FOLDER, `${name}.yaml`), 'utf8'));
  assert.deepEqual(outcome.kind === 'mistakes' ? outcome.mistakes : [], []);
  assert.ok(outcome.kind === 'scenario');
  return outcome.read;
}

describe('the shipped scenarios (R-OPS-4)', () => {
  it('are these', () => {
    const files = readdirSync(FOLDER).filter(file => file.endsWith('.yaml'));
    assert.deepEqual(
      files.toSorted(),
      SHIPPED.map(name => `${name}.yaml`),
    );
  });

  for (const name of SHIPPED) {
    it(`${name} comes out as it is expected to, and as a page of its own`, () => {
      const report = runScenario(read(name));
      assert.ok(report.outcomes.length > 0, 'a scenario without expectations says nothing');
      const broken = report.outcomes.filter(({ holds }) => !holds);
      assert.deepEqual(broken, []);
      const html = reportHtml(report);
      assert.doesNotMatch(html, /(?:src|href)=|https?:\/\/|NaN|undefined|<script/);
      assert.equal(html.match(/<svg /g)?.length, report.results.length * 6);
      assert.match(html, /통과: 기대값/);
    });
  }
});
