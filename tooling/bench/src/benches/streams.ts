import type { Bench } from '../bench.ts';
import type { StreamsWindow } from '../load/concurrent-streams.ts';
import { runLoad } from '../load/run-load.ts';
import { measurePaired } from '../measure/paired.ts';
import { median, percentile } from '../measure/percentile.ts';
import { startProgram, SUBJECT_CORE, WORLD_CORE, type ProcessUnderTest } from '../measure/process-under-test.ts';
import { providerAt, startNaru } from '../subjects/naru-server.ts';
import { portOf } from './gateway.ts';

const STREAMS = 512;
const PACE_MS = 20;
const ANSWERS_EACH = 3;

interface PacedWindow extends StreamsWindow {
  readonly cpuMicrosPerFrame: number;
}

/** Many slow streams at once: what a frame costs, and whether each arrives. */
export const streams: Bench = {
  name: 'streams',
  what: `${STREAMS} concurrent streams, a frame every ${PACE_MS} ms`,
  async run({ repetitions }) {
    await using upstream = await startProgram('subjects/upstream.ts', {
      core: WORLD_CORE,
      args: ['paced', String(PACE_MS)],
    });
    const upstreamPort = portOf(upstream);
    await using control = await startProgram('subjects/bare-proxy.ts', {
      core: SUBJECT_CORE,
      args: [String(upstreamPort), 'parse'],
    });
    await using naru = await startNaru(providerAt(upstreamPort));

    async function window(subject: ProcessUnderTest): Promise<PacedWindow> {
      const before = subject.cpuMs();
      const load = await runLoad<StreamsWindow>('concurrent-streams.ts', [portOf(subject), STREAMS, ANSWERS_EACH]);
      return { ...load, cpuMicrosPerFrame: ((subject.cpuMs() - before) * 1_000) / load.frames };
    }

    const { pairs, voidWindows } = await measurePaired(repetitions, {
      control: () => window(control),
      subject: () => window(naru),
    });
    const subjects = pairs.map(pair => pair.subject);
    const cpu = subjects.map(({ cpuMicrosPerFrame }) => cpuMicrosPerFrame);
    const cpuRatios = pairs.map(pair => pair.subject.cpuMicrosPerFrame / pair.control.cpuMicrosPerFrame);
    const added = pairs.map(
      pair => percentile(pair.subject.firstTokensMs, 0.5) - percentile(pair.control.firstTokensMs, 0.5),
    );
    const wrong = subjects.map(({ lost, doubledOrSwapped }) => lost + doubledOrSwapped);
    return [
      {
        figure: 'frames lost, doubled or out of order',
        unit: '',
        median: Math.max(...wrong),
        worst: Math.max(...wrong),
        limit: { kind: 'at-most', floor: 0 },
        voidWindows,
      },
      {
        figure: 'CPU per frame',
        unit: 'µs',
        median: median(cpu),
        worst: Math.max(...cpu),
        control: median(pairs.map(pair => pair.control.cpuMicrosPerFrame)),
        limit: { kind: 'at-most', floor: 30 },
        voidWindows,
      },
      {
        figure: 'CPU per frame, of the control',
        unit: '×',
        median: median(cpuRatios),
        worst: Math.max(...cpuRatios),
        limit: { kind: 'at-most', floor: 1.5, aim: 1.25 },
        voidWindows,
      },
      {
        figure: 'added time to first token, p50',
        unit: 'ms',
        median: median(added),
        worst: Math.max(...added),
        limit: { kind: 'at-most', floor: 2 },
        voidWindows,
      },
    ];
  },
};
