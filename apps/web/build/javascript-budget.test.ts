import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { budgetLine, gzipBytes } from './javascript-budget.ts';

const LIMIT_BYTES = 200 * 1024;
const DIST = join(import.meta.dirname, '../dist');

describe('the budget of JavaScript', () => {
  it('counts what travels, not what is stored', () => {
    assert.ok(gzipBytes(['a'.repeat(100_000)]) < 1_000);
    assert.ok(gzipBytes([randomBytes(50_000).toString('base64')]) > 45_000);
  });

  it('is said in one line', () => {
    assert.equal(budgetLine(102_400, LIMIT_BYTES), 'JavaScript of the widget: 100.0 KB gzip of 200.0 KB');
  });

  it('is kept by the built page', () => {
    const sources = globSync('assets/*.js', { cwd: DIST }).map(path => readFileSync(join(DIST, path), 'utf8'));
    assert.ok(sources.length > 0, 'The page is not built: npm run build --workspace @naru/web');
    const bytes = gzipBytes(sources);
    assert.ok(bytes <= LIMIT_BYTES, budgetLine(bytes, LIMIT_BYTES));
  });
});
