import type { Timeouts } from '../world/timeouts.ts';
import { ANSWERS } from './answers.ts';
import { CONNECTIONS } from './connections.ts';
import type { Fault } from './fault.ts';
import { FRAMINGS } from './framings.ts';
import { REFUSALS, WAITS } from './refusals.ts';
import { STREAMS } from './streams.ts';
import { timers } from './timers.ts';

export interface FaultGroup {
  readonly title: string;
  readonly faults: readonly Fault[];
}

/** Every row of the wall, by what breaks; silence lasts as long as those who wait. */
export function faultGroups(timeouts: Timeouts): readonly FaultGroup[] {
  return [
    { title: 'Refusals and bodies', faults: REFUSALS },
    { title: 'When to come back', faults: WAITS },
    { title: 'Connections', faults: CONNECTIONS },
    { title: 'Empty and odd answers', faults: ANSWERS },
    { title: 'Inside the stream', faults: STREAMS },
    { title: 'How a stream is written', faults: FRAMINGS },
    { title: 'Silence', faults: timers(timeouts) },
  ];
}
