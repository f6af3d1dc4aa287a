import type { Bench } from '../bench.ts';
import { percentile } from '../measure/percentile.ts';
import { startProgram, SUBJECT_CORE, WORLD_CORE, type ProcessUnderTest } from '../measure/process-under-test.ts';
import { portOf } from './gateway.ts';

const HOPS = 500;
const WARM_UP = 100;

/**
 * From the failure of one provider to the request at the next one's door, on a clock that all processes of a
 * machine share. Connections are warm, as they are in service.
 */
export const hop: Bench = {
  name: 'hop',
  what: 'failure seen → next attempt received by the next provider',
  async run({ repetitions }) {
    await using broken = await startProgram('subjects/upstream.ts', { core: WORLD_CORE, args: ['broken'] });
    await using answering = await startProgram('subjects/upstream.ts', { core: WORLD_CORE, args: ['timed'] });
    await using router = await startProgram('subjects/router-over-http.ts', {
      core: SUBJECT_CORE,
      args: [String(portOf(broken)), String(portOf(answering))],
    });

    for (let count = 0; count < WARM_UP; count += 1) await hopMs(router, answering);
    const runs: number[][] = [];
    while (runs.length < repetitions) {
      const run: number[] = [];
      while (run.length < HOPS) run.push(await hopMs(router, answering));
      runs.push(run);
    }
    const all = runs.flat();
    const worst = (share: number): number => Math.max(...runs.map(run => percentile(run, share)));
    return [
      {
        figure: 'p50',
        unit: 'ms',
        median: percentile(all, 0.5),
        worst: worst(0.5),
        limit: { kind: 'at-most', floor: 1 },
        voidWindows: 0,
      },
      {
        figure: 'p99',
        unit: 'ms',
        median: percentile(all, 0.99),
        worst: worst(0.99),
        limit: { kind: 'at-most', floor: 10, aim: 5 },
        voidWindows: 0,
      },
    ];
  },
};

async function hopMs(router: ProcessUnderTest, answering: ProcessUnderTest): Promise<number> {
  const [answer, arrival] = await Promise.all([
    router.ask<{ readonly failureSeenAtNs: string; readonly provider: string }>(),
    answering.next<{ readonly arrivedAtNs: string }>(),
  ]);
  if (answer.provider !== 'answering') throw new Error(`${answer.provider} answered`);
  return Number(BigInt(arrival.arrivedAtNs) - BigInt(answer.failureSeenAtNs)) / 1_000_000;
}
