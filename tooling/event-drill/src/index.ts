// What the drill plays
export { drillMatrix } from './drills/matrix.ts';
export { drillTrouble, TROUBLES, type TroubleDrill, type TroubleScale } from './drills/trouble.ts';
export { drillKills } from './drills/kills.ts';
export { drillReplays } from './drills/replays.ts';
export { drillRealOutage } from './outage/real-outage.ts';

// What it says
export { type DrillResult } from './finding.ts';
