import { configDocuments } from '@naru/server/config-documents';
import { contractDocuments } from '@naru/server/contract-documents';
import { reliabilityDocument } from '@naru/wall';
import { stageTable } from './stage-table.ts';
import { testMap } from './test-map.ts';

/** Every generated file of the repository: path from the root, and its text as the sources say now. */
export function generatedDocuments(root: string): ReadonlyMap<string, string> {
  return new Map([
    ...configDocuments(),
    ...contractDocuments(),
    ['docs/DECISION_STAGES.md', stageTable()],
    ['docs/RELIABILITY.md', reliabilityDocument()],
    ['docs/TESTS.md', testMap(root)],
  ]);
}
