import { resolve } from 'node:path';
import { architecture } from './architecture-net.ts';
import { generatedFiles } from './generated-files.ts';
import { lockFile } from './lock-file.ts';
import { commandNet, type Net } from './net.ts';
import { readmeBlocks } from './readme-blocks.ts';

const NETS: readonly Net[] = [
  architecture,
  lockFile,
  generatedFiles,
  commandNet('format (prettier)', 'prettier', ['--check', '--log-level', 'warn', '.']),
  commandNet('lint (oxlint)', 'oxlint', ['--quiet']),
  commandNet('types of the server (tsc)', 'tsc', ['-p', '.']),
  commandNet('types of the web page (tsc)', 'tsc', ['-p', 'apps/web']),
  readmeBlocks,
];

const root = resolve(import.meta.dirname, '../../..');
let failures = 0;
for (const net of NETS) {
  const found = await net.find(root);
  console.log(`${found.length === 0 ? 'ok  ' : 'FAIL'} ${net.name}`);
  for (const line of found) console.log(line);
  if (found.length > 0) failures += 1;
}
console.log(
  failures === 0 ? `${NETS.length} nets, nothing in them.` : `${failures} of ${NETS.length} nets caught something.`,
);
process.exitCode = failures === 0 ? 0 : 1;
