import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { parseReports } from '@naru/reports';
import { readReportFiles, ReportFilesError } from './report-files.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

function refusedWith(pattern: RegExp): (error: unknown) => boolean {
  return error => error instanceof ReportFilesError && pattern.test(error.message);
}

describe('readReportFiles (P-1)', () => {
  it('reads the reports of a folder by name, and passes over what is none', async t => {
    const folder = await temporaryFolder(t);
    const names = ['b.md', 'a.json', 'README.md', '.hidden.md', 'picture.png', 'sub/c.md'];
    await folder.fill(names.map(path => ({ path, text: `글 ${path}` })));
    await symlink(join(folder.path, 'b.md'), join(folder.path, 'link.md'));
    const files = await readReportFiles(folder.path);
    assert.deepEqual(
      files.map(({ path, text }) => [relative(folder.path, path), text]),
      [
        ['a.json', '글 a.json'],
        ['b.md', '글 b.md'],
      ],
    );
  });

  it('reads the one file that is named', async t => {
    const folder = await temporaryFolder(t);
    await folder.fill([{ path: 'one.md', text: '글' }]);
    const path = join(folder.path, 'one.md');
    assert.deepEqual(await readReportFiles(path), [{ path, text: '글' }]);
  });

  it('names what cannot be read, and what is allowed', async t => {
    const folder = await temporaryFolder(t);
    const long = 'x'.repeat(1024 * 1024 + 1);
    const files = { 'a.txt': '', 'long.md': long, 'latin.md': new Uint8Array([0xb9, 0xe8]) };
    await folder.fill(Object.entries(files).map(([path, text]) => ({ path, text })));
    const at = (name: string): Promise<unknown> => readReportFiles(join(folder.path, name));
    await assert.rejects(at('nowhere'), refusedWith(/nowhere cannot be read: ENOENT/));
    await assert.rejects(at('a.txt'), refusedWith(/a\.txt is no report: its name must end in \.md or \.json/));
    await assert.rejects(at('long.md'), refusedWith(/long\.md has 1048577 bytes; allowed are 1048576/));
    await assert.rejects(at('latin.md'), refusedWith(/latin\.md cannot be read: it is not UTF-8/));
  });

  it('refuses a folder without a report, and one with too many', async t => {
    const folder = await temporaryFolder(t);
    await folder.fill([{ path: 'README.md', text: '' }]);
    await assert.rejects(readReportFiles(folder.path), refusedWith(/holds no report/));
    await folder.fill(Array.from({ length: 501 }, (_, at) => ({ path: `${at}.md`, text: '' })));
    await assert.rejects(readReportFiles(folder.path), refusedWith(/holds 501 reports; allowed are 500/));
  });

  it('reads the reports of this repository', async () => {
    const parsed = parseReports(await readReportFiles(resolve(import.meta.dirname, '../../../reports')), 0);
    assert.ok(parsed.kind === 'reports', JSON.stringify(parsed));
    assert.ok(parsed.reports.length >= 4);
  });
});
