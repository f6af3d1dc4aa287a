import type { Clock } from '@naru/kernel';
import type { PlayOptions } from '../control/provider-state.ts';
import { describeMs } from './duration.ts';
import type { Timeline, TimelineStep } from './timeline.ts';

/** What a timeline directs. A simulator does. */
export interface Directed {
  play(provider: string, behaviour: string, options?: PlayOptions): void;
  reset(): void;
}

/** Plays the steps at their times, and tells of each. Resolves after the last one, or when the signal aborts. */
export async function playTimeline(
  { steps, loopMs }: Timeline,
  directed: Directed,
  {
    clock,
    tell,
    signal,
  }: { readonly clock: Clock; readonly tell: (line: string) => void; readonly signal: AbortSignal },
): Promise<void> {
  const startedAtMs = clock.monotonicMs();
  for (let round = 0; !signal.aborted; round++) {
    const roundAtMs = startedAtMs + round * (loopMs ?? 0);
    for (const moment of momentsOf(steps, loopMs)) {
      if (!(await reached(roundAtMs + moment.atMs, clock, signal))) return;
      const elapsedMs = clock.monotonicMs() - startedAtMs;
      if (moment.kind === 'end') {
        tell(`${describeMs(elapsedMs)}  ${moment.provider}: behaves as before`);
      } else {
        directed.play(moment.step.provider, moment.step.behaviour, optionsOf(moment.step));
        tell(describeStep(moment.step, elapsedMs));
      }
    }
    if (loopMs === undefined || loopMs === 0) return;
    if (!(await reached(roundAtMs + loopMs, clock, signal))) return;
    directed.reset();
    tell(`${describeMs(clock.monotonicMs() - startedAtMs)}  the timeline starts again`);
  }
}

type Moment =
  | { readonly kind: 'begin'; readonly atMs: number; readonly step: TimelineStep }
  | { readonly kind: 'end'; readonly atMs: number; readonly provider: string };

/** Beginnings and, for people who watch, the ends that no later step and no new round overtakes; in their order. */
function momentsOf(steps: readonly TimelineStep[], loopMs: number | undefined): readonly Moment[] {
  const ends = steps.flatMap(({ atMs, forMs, provider }, index): Moment[] => {
    const endMs = forMs === undefined ? undefined : atMs + forMs;
    const isOvertaken = steps.some(
      (other, at) => at > index && other.provider === provider && other.atMs <= (endMs ?? 0),
    );
    return endMs === undefined || isOvertaken || endMs >= (loopMs ?? Infinity)
      ? []
      : [{ kind: 'end', atMs: endMs, provider }];
  });
  const begins = steps.map((step): Moment => ({ kind: 'begin', atMs: step.atMs, step }));
  return [...begins, ...ends].sort((one, other) => one.atMs - other.atMs);
}

async function reached(atMs: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  try {
    const leftMs = atMs - clock.monotonicMs();
    if (leftMs > 0) await clock.sleep(leftMs, signal);
    return !signal.aborted;
  } catch {
    return false;
  }
}

function optionsOf({ forMs, times }: TimelineStep): PlayOptions {
  return { ...(forMs !== undefined && { forMs }), ...(times !== undefined && { times }) };
}

function describeStep({ provider, behaviour, forMs, times }: TimelineStep, elapsedMs: number): string {
  const duration = forMs === undefined ? '' : ` for ${describeMs(forMs)}`;
  const count = times === undefined ? '' : ` for the next ${times} requests`;
  return `${describeMs(elapsedMs)}  ${provider}: ${behaviour}${duration}${count}`;
}
