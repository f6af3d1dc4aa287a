import type { Stage } from './stage.ts';
import { blocklist } from './stages/blocklist.ts';
import { breaker } from './stages/breaker.ts';
import { canary } from './stages/canary.ts';
import { capability } from './stages/capability.ts';
import { cooldown } from './stages/cooldown.ts';
import { cost } from './stages/cost.ts';
import { forced } from './stages/forced.ts';
import { health } from './stages/health.ts';
import { intent } from './stages/intent.ts';
import { policy } from './stages/policy.ts';
import { qualityFloor } from './stages/quality-floor.ts';
import { quality } from './stages/quality.ts';
import { stickiness } from './stages/stickiness.ts';

/** Every stage, in the order in which it acts. A new stage is a file in `stages/` and one line here. */
export const stages: readonly Stage[] = [
  policy,
  capability,
  blocklist,
  health,
  quality,
  cost,
  qualityFloor,
  stickiness,
  intent,
  canary,
  cooldown,
  breaker,
  forced,
];
