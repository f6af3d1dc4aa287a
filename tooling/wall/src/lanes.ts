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
export function lanesOf({ timeouts, isFull, only = '' }: WallSettings): readonly Lane[] {
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
  const [outage, ...others] = groups;
  return [...silent, ...(outage ? [outage] : []), ...quick, ...others]
    .map(lane => onlyRows(lane, only))
    .filter(hasRows);
}

/** What measures milliseconds on both sides of a socket, and so runs when nothing else does. */
export function lastLaneOf({ only = '' }: WallSettings): readonly Lane[] {
  return [onlyRows({ ...LEAVING, faults: [] }, only)].filter(hasRows);
}

function onlyRows(lane: Lane, only: string): Lane {
  const isWanted = ({ name }: Fault | Check): boolean => name.includes(only);
  return { ...lane, faults: lane.faults.filter(isWanted), checks: lane.checks.filter(isWanted) };
}

function hasRows({ faults, checks }: Lane): boolean {
  return faults.length + checks.length > 0;
}

function isOf({ protocols }: Fault, protocol: ProtocolName): boolean {
  return protocols === undefined || protocols.includes(protocol);
}
