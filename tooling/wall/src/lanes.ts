import type { ProtocolName } from '@naru/simulator';
import { CHECK_GROUPS } from './checks/checks.ts';
import type { Check } from './checks/check.ts';
import { LEAVING } from './checks/leaving.ts';
import { RANDOM_CUTS } from './checks/random-cuts.ts';
import type { Fault } from './faults/fault.ts';
import { faultGroups } from './faults/faults.ts';
import type { WallSettings } from './wall-settings.ts';
import type { WorldSettings } from './world/world.ts';

/** Rows that share a world and run in it one after the other; lanes run beside each other. */
export interface Lane {
  readonly title: string;
  readonly settings: WorldSettings;
  readonly faults: readonly Fault[];
  readonly checks: readonly Check[];
}

const FAST_PAIRS: readonly (readonly [ProtocolName, ProtocolName])[] = [
  ['openai', 'anthropic'],
  ['anthropic', 'generate'],
  ['generate', 'openai'],
];
const MORE_PAIRS: readonly (readonly [ProtocolName, ProtocolName])[] = [
  ['openai', 'openai'],
  ['anthropic', 'openai'],
  ['generate', 'anthropic'],
];

/** All lanes: first those that mostly wait, then those that mostly work. */
export function lanesOf({ timeouts, isFull }: WallSettings): readonly Lane[] {
  const faults = faultGroups(timeouts).flatMap(group => group.faults);
  const pairs = isFull ? [...FAST_PAIRS, ...MORE_PAIRS] : FAST_PAIRS;
  const silent = pairs.map(([primary, fallback]) => ({
    title: `silence: ${primary}, then ${fallback}`,
    settings: { primary, fallback, timeouts },
    faults: faults.filter(fault => fault.isTimed && isOf(fault, primary)),
    checks: [],
  }));
  const quick = pairs.map(([primary, fallback]) => ({
    title: `${primary}, then ${fallback}`,
    settings: { primary, fallback },
    faults: faults.filter(fault => !fault.isTimed && isOf(fault, primary)),
    checks: [RANDOM_CUTS],
  }));
  const groups = CHECK_GROUPS.filter(group => group !== LEAVING).map(group => ({ ...group, faults: [] }));
  return [...silent, ...quick, ...groups];
}

/** What measures milliseconds on both sides of a socket, and so runs when nothing else does. */
export const LAST_LANE: Lane = { ...LEAVING, faults: [] };

function isOf({ protocols }: Fault, protocol: ProtocolName): boolean {
  return protocols === undefined || protocols.includes(protocol);
}
