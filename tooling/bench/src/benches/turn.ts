import type { Bench } from '../bench.ts';
import type { LoadWindow } from '../load/closed-loop.ts';
import { runLoad } from '../load/run-load.ts';
import { USER_SECRET } from '../load/user-token.ts';
import { measurePaired } from '../measure/paired.ts';
import { median, percentile } from '../measure/percentile.ts';
import { startProgram, SUBJECT_CORE, WORLD_CORE, type ProcessUnderTest } from '../measure/process-under-test.ts';
import { providerAt, startNaru } from '../subjects/naru-server.ts';
import { portOf } from './gateway.ts';

const CUSTOMERS = 64;

interface TurnWindow extends LoadWindow {
  readonly cpuMicros: number;
}

/** Whole turns of signed-in customers: token, session, retrieval, routing, guards, stream, stored answer. */
export const turn: Bench = {
  name: 'turn',
  what: '/v1/chat/stream, signed in, a new conversation each, stored, instant provider, one core',
  async run({ repetitions, windowMs }) {
    await using upstream = await startProgram('subjects/upstream.ts', { core: WORLD_CORE, args: ['turn'] });
    const upstreamPort = portOf(upstream);
    await using control = await startProgram('subjects/bare-proxy.ts', {
      core: SUBJECT_CORE,
      args: [String(upstreamPort), 'parse'],
    });
    await using naru = await startNaru({
      ...providerAt(upstreamPort),
      NARU_USER_JWT_SECRET: USER_SECRET,
      NARU_TURNS_PER_MINUTE: '1000000',
    });

    async function window(
      subject: ProcessUnderTest,
      file: string,
      args: readonly (string | number)[],
    ): Promise<TurnWindow> {
      const before = subject.cpuMs();
      const load = await runLoad<LoadWindow>(file, [portOf(subject), CUSTOMERS, windowMs, ...args]);
      return { ...load, cpuMicros: ((subject.cpuMs() - before) * 1_000) / load.requests };
    }

    const { pairs, voidWindows } = await measurePaired(repetitions, {
      // The same answer through a bare proxy, which knows no customers: says how fast the machine was.
      control: () => window(control, 'closed-loop.ts', ['json']),
      subject: () => window(naru, 'chat-turns.ts', []),
    });
    const cpu = pairs.map(({ subject }) => subject.cpuMicros);
    const perCpuSecond = cpu.map(micros => 1_000_000 / micros);
    const latencies = pairs.flatMap(({ subject }) => subject.latenciesMs);
    return [
      {
        figure: 'turns per CPU second',
        unit: '/s',
        median: median(perCpuSecond),
        worst: Math.min(...perCpuSecond),
        limit: { kind: 'at-least', floor: 800, aim: 2_000 },
        voidWindows,
      },
      {
        figure: 'CPU per turn',
        unit: 'µs',
        median: median(cpu),
        worst: Math.max(...cpu),
        control: median(pairs.map(pair => pair.control.cpuMicros)),
        voidWindows,
      },
      ...[0.5, 0.99].map(share => ({
        figure: `latency p${share * 100} of ${CUSTOMERS} customers`,
        unit: 'ms',
        median: percentile(latencies, share),
        worst: Math.max(...pairs.map(pair => percentile(pair.subject.latenciesMs, share))),
        voidWindows,
      })),
    ];
  },
};
