import { ATTEMPTS } from './attempts.ts';
import type { CheckGroup } from './check.ts';
import { COOLING } from './cooling.ts';
import { DEAD_ENDS } from './dead-ends.ts';
import { LEAVING } from './leaving.ts';
import { NEIGHBOURS } from './neighbours.ts';
import { OUTAGE } from './outage.ts';
import { PATIENCE } from './patience.ts';
import { TOOL_CALLS } from './tools.ts';
import { USAGE } from './usage.ts';

/** Every check that has a world of its own; the longest wait first. */
export const CHECK_GROUPS: readonly CheckGroup[] = [
  OUTAGE,
  DEAD_ENDS,
  ATTEMPTS,
  COOLING,
  LEAVING,
  TOOL_CALLS,
  USAGE,
  PATIENCE,
  NEIGHBOURS,
];
