import { cycleViolations, importViolations, readWorkspaces } from '@naru/architecture';
import type { Net } from './net.ts';

export const architecture: Net = {
  name: 'architecture',
  async find(root) {
    const workspaces = readWorkspaces(root);
    return [...workspaces.flatMap(importViolations), ...cycleViolations(workspaces)];
  },
};
