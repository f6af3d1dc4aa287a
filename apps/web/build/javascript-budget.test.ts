import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { budgetLine, gzipBytes, splitByNeed, type WeighedChunk } from './javascript-budget.ts';

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

  it('counts what the entry cannot start without, and nothing that is opened later', () => {
    const chunk = (fileName: string, isEntry: boolean, ...imports: string[]): WeighedChunk => ({
      fileName,
      code: '',
      isEntry,
      imports,
    });
    const chunks = [
      chunk('entry', true, 'react', 'shared'),
      chunk('react', false, 'shared'),
      chunk('shared', false, 'react'),
      chunk('dialog', false, 'react', 'sheet'),
      chunk('sheet', false),
    ];
    const { atOnce, onDemand } = splitByNeed(chunks);
    assert.deepEqual(atOnce.map(({ fileName }) => fileName).sort(), ['entry', 'react', 'shared']);
    assert.deepEqual(onDemand.map(({ fileName }) => fileName).sort(), ['dialog', 'sheet']);
  });

  it('is kept by the built page', () => {
    const page = join(DIST, 'index.html');
    assert.ok(existsSync(page), 'The page is not built: npm run build --workspace @naru/web');
    // The page's own script, and what the build has it fetch beside.
    const paths = [...readFileSync(page, 'utf8').matchAll(/(?:src|href)="\/(assets\/[^"]+\.js)"/g)];
    assert.ok(paths.length > 0);
    const bytes = gzipBytes(paths.map(([, path]) => readFileSync(join(DIST, path ?? ''), 'utf8')));
    assert.ok(bytes <= LIMIT_BYTES, budgetLine(bytes, LIMIT_BYTES));
  });
});
