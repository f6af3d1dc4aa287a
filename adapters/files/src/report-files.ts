import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NaruError } from '@naru/kernel';
import { MAX_IMPORTED_REPORTS, type ReportFile } from '@naru/reports';
import { codeOf } from './article-folder.ts';

/** Reports that cannot be read from where they should lie. The message names the file and what is allowed. */
export class ReportFilesError extends NaruError {
  override readonly code = 'NARU_REPORT_FILES_FAILED';
  override readonly retryable = false;
}

const MAX_FILE_BYTES = 1024 * 1024;
const IS_REPORT = /\.(?:md|markdown|json)$/i;

/**
 * The report at a path, or those of the folder there: every `.md` and `.json` but `README.md` and hidden files,
 * sorted by name. Sub-folders are not looked into; no symbolic link in a folder is followed.
 *
 * @throws {ReportFilesError} when there is nothing, it cannot be read, or it is more than allowed
 */
export async function readReportFiles(path: string): Promise<readonly ReportFile[]> {
  const isFolder = (await tried(path, () => stat(path))).isDirectory();
  if (!isFolder) return [await readReport(path)];
  const entries = await tried(path, () => readdir(path, { withFileTypes: true }));
  const names = entries
    .filter(entry => entry.isFile() && isReport(entry.name))
    .map(({ name }) => name)
    .toSorted();
  if (names.length === 0) throw new ReportFilesError(`${path} holds no report: no .md and no .json`);
  if (names.length > MAX_IMPORTED_REPORTS) {
    throw new ReportFilesError(`${path} holds ${names.length} reports; allowed are ${MAX_IMPORTED_REPORTS} at a time`);
  }
  return Promise.all(names.map(name => readReport(join(path, name))));
}

async function readReport(path: string): Promise<ReportFile> {
  if (!IS_REPORT.test(path)) throw new ReportFilesError(`${path} is no report: its name must end in .md or .json`);
  const { size } = await tried(path, () => stat(path));
  if (size > MAX_FILE_BYTES) throw new ReportFilesError(`${path} has ${size} bytes; allowed are ${MAX_FILE_BYTES}`);
  const bytes = await tried(path, () => readFile(path));
  try {
    return { path, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    throw new ReportFilesError(`${path} cannot be read: it is not UTF-8`, { cause: error });
  }
}

function isReport(name: string): boolean {
  return IS_REPORT.test(name) && !name.startsWith('.') && basename(name).toLowerCase() !== 'readme.md';
}

async function tried<Value>(path: string, read: () => Promise<Value>): Promise<Value> {
  try {
    return await read();
  } catch (error) {
    throw new ReportFilesError(`${path} cannot be read: ${codeOf(error)}`, { cause: error });
  }
}
