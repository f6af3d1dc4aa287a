import { parseArgs } from 'node:util';
import { seededRandom } from '@naru/kernel';
import { drillKills } from './drills/kills.ts';
import { drillMatrix } from './drills/matrix.ts';
import { drillReplays } from './drills/replays.ts';
import { drillTrouble, TROUBLES, type TroubleScale } from './drills/trouble.ts';
import type { DrillResult } from './finding.ts';
import { drillRealOutage } from './outage/real-outage.ts';
import type { QueueKind, SinkKind } from './world/place.ts';

const USAGE = `npm run drill -- [--full] [--only <text>]

Takes queues, stores, disks, processes and providers away from events, with real servers (npm run services).
  --full   ten minutes without a queue at 1,000 events/s, 200 kills, outages of the real server; about an hour
  --only   drills whose name holds this text`;

const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', default: false },
  },
});

interface Planned {
  readonly name: string;
  play(): Promise<DrillResult>;
}

const QUEUES: readonly QueueKind[] = ['memory', 'redis', 'kafka'];
const SINKS: readonly SinkKind[] = ['sqlite', 'mongodb'];
const FULL_MS = { stalls: 30_000, dies: 600_000, both: 120_000 };

function plan(isFull: boolean): readonly Planned[] {
  const scaleOf = (name: string): TroubleScale => {
    if (!isFull) return { perSecond: 300, troubleMs: 3_000, linkOpenMs: 1_000 };
    const troubleMs = name.startsWith('sink') ? FULL_MS.stalls : name.startsWith('queue') ? FULL_MS.dies : FULL_MS.both;
    return { perSecond: 1_000, troubleMs };
  };
  const kills = isFull ? 200 : 15;
  return [
    ...QUEUES.flatMap(queue =>
      SINKS.map(sink => ({ name: `matrix ${queue} × ${sink}`, play: () => drillMatrix(queue, sink) })),
    ),
    ...TROUBLES.map(drill => ({
      name: `${drill.name}: ${drill.queue} × ${drill.sink}`,
      play: () => drillTrouble(drill, scaleOf(drill.name)),
    })),
    ...(['memory', 'redis'] as const).map(queue => ({
      name: `kill ${queue}`,
      play: () => drillKills({ queue, sink: 'sqlite', kills }, seededRandom(5)),
    })),
    { name: 'replay redis × mongodb', play: () => drillReplays('redis', 'mongodb') },
    ...(isFull
      ? Object.entries({ 503: 'status=503', hangs: 'silence=before-headers', resets: 'reset=before-headers' }).map(
          ([name, behaviour]) => ({ name: `outage ${name}`, play: () => drillRealOutage(name, behaviour) }),
        )
      : []),
  ];
}

if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
let problems = 0;
for (const { name, play } of plan(values.full).filter(({ name }) => name.includes(values.only))) {
  const result = await play().catch((error: unknown) => ({
    drill: name,
    figures: {},
    problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
  }));
  problems += result.problems.length;
  console.log(`${result.problems.length === 0 ? '✔' : '✗'} ${result.drill}`);
  for (const [figure, value] of Object.entries(result.figures)) console.log(`    ${figure}: ${value}`);
  for (const problem of result.problems) console.log(`  ✗ ${problem}`);
}
console.log(`\n${problems} problems`);
process.exitCode = problems === 0 ? 0 : 1;
