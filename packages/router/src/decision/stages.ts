import type { Stage } from './stage.ts';
import { blocklist } from './stages/blocklist.ts';
import { capability } from './stages/capability.ts';
import { cooldown } from './stages/cooldown.ts';
import { forced } from './stages/forced.ts';
import { policy } from './stages/policy.ts';

/** Every stage, in the order in which it acts. A new stage is a file in `stages/` and one line here. */
export const stages: readonly Stage[] = [policy, capability, blocklist, cooldown, forced];
