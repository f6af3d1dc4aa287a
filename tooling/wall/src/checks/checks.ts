import { ATTEMPTS } from './attempts.ts';
import { BEDROCK_PRESET } from './bedrock-preset.ts';
import { BUDGET_EDGE } from './budget-edge.ts';
import type { CheckGroup } from './check.ts';
import { COOLING } from './cooling.ts';
import { DEAD_ENDS } from './dead-ends.ts';
import { HALF_OPEN } from './half-open.ts';
import { LABELS } from './labels.ts';
import { LEAVING } from './leaving.ts';
import { LEDGER } from './ledger.ts';
import { NEIGHBOURS } from './neighbours.ts';
import { HANGING, OUTAGE } from './outage.ts';
import { PATIENCE } from './patience.ts';
import { CANARY, RUNBOOK } from './runbook.ts';
import { TOOL_CALLS } from './tools.ts';
import { USAGE } from './usage.ts';

/** Every check that has a world of its own; the longest wait first. */
export const CHECK_GROUPS: readonly CheckGroup[] = [
  OUTAGE,
  HANGING,
  DEAD_ENDS,
  ATTEMPTS,
  COOLING,
  LEAVING,
  TOOL_CALLS,
  USAGE,
  PATIENCE,
  NEIGHBOURS,
  LEDGER,
  BUDGET_EDGE,
  HALF_OPEN,
  BEDROCK_PRESET,
  LABELS,
  RUNBOOK,
  CANARY,
];
