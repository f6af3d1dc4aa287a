import { resolve } from 'node:path';
import { writeGeneratedFiles } from './generated-files.ts';

const root = resolve(import.meta.dirname, '../../..');
for (const path of await writeGeneratedFiles(root)) console.log(path);
