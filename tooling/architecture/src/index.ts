export { ALLOWED_IMPORTS, type ImportRule } from './allowed-imports.ts';
export { cycleViolations } from './cycle-violations.ts';
export { importViolations } from './import-violations.ts';
export { readWorkspaces, type Source, type Workspace } from './workspaces.ts';
