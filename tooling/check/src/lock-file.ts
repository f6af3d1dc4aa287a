import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Net } from './net.ts';

/** The lock file must serve behind any registry mirror, so it may name no host. */
export const lockFile: Net = {
  name: 'lock file without addresses',
  async find(root) {
    const lines = readFileSync(join(root, 'package-lock.json'), 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      /"resolved": "(?!packages|adapters|apps|tooling)/.test(line)
        ? [`package-lock.json:${index + 1}: ${line.trim()}`]
        : [],
    );
  },
};
