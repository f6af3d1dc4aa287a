import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { FakeClock, recordingLogger } from '@naru/kernel/testing';
import { createMemoryReportStore } from '@naru/reports/memory';
import { aReport } from '@naru/reports/testing';
import { loadSampleReports } from './load-sample-reports.ts';

const SHIPPED = resolve(import.meta.dirname, '../../../../reports');

function setUp(t: TestContext, files: Readonly<Record<string, string>> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'naru-reports-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const reports = createMemoryReportStore();
  const logger = recordingLogger();
  const load = (from = folder): Promise<void> =>
    loadSampleReports({ folder: from, reports, clock: new FakeClock(5), logger });
  const ids = async (): Promise<readonly string[]> => (await reports.list(100)).map(({ id }) => id);
  return { folder, reports, logger, load, ids };
}

describe('the sample reports', () => {
  it('are there after a first start', async t => {
    const { load, ids } = setUp(t);
    await load(SHIPPED);
    assert.ok((await ids()).length >= 4);
  });

  it('leave a store alone that holds anything', async t => {
    const { load, ids, reports } = setUp(t);
    await reports.save(aReport());
    await load(SHIPPED);
    assert.deepEqual(await ids(), ['sales-2026-10']);
  });

  it('keep no server from starting where they are missing or wrong: it is logged', async t => {
    const { load, ids, logger } = setUp(t, { 'a.md': '# 제목\n\n요약\n\n## 절\n\n글', 'b.md': '---' });
    await load();
    await load(join(tmpdir(), 'naru-no-such-folder'));
    assert.deepEqual(await ids(), []);
    assert.deepEqual(
      logger.entries.map(({ level }) => level),
      ['warn', 'warn'],
    );
  });
});
