import type { Check } from './checks/check.ts';
import { askChat } from './faces/ask-chat.ts';
import { askGateway } from './faces/ask-gateway.ts';
import type { Fault } from './faults/fault.ts';
import { judgeLog } from './judge/judge-log.ts';
import { lanesOf, lastLaneOf, type Lane } from './lanes.ts';
import { runFault, type Cell } from './run-fault.ts';
import type { WallSettings } from './wall-settings.ts';
import { World } from './world/world.ts';

/** How one row of the wall came out. */
export interface RowResult {
  readonly lane: string;
  readonly row: Fault | Check;
  /** Of a fault: every face and protocol. A check has one. */
  readonly cells: readonly Cell[];
  readonly durationMs: number;
}

export interface LogResult {
  readonly lane: string;
  readonly problems: readonly string[];
}

export interface WallResult {
  readonly rows: readonly RowResult[];
  readonly logs: readonly LogResult[];
}

/** Runs the whole wall. Rejects only when a world cannot be started. */
export async function runWall(settings: WallSettings, onRow: (row: RowResult) => void = () => {}): Promise<WallResult> {
  const waiting = [...lanesOf(settings)];
  const rows: RowResult[] = [];
  const logs: LogResult[] = [];
  const work = async (): Promise<void> => {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) await runLane(lane);
  };
  const runLane = async (lane: Lane): Promise<void> => {
    const log = await runRows(lane, settings, row => {
      rows.push(row);
      onRow(row);
    });
    logs.push({ lane: lane.title, problems: judgeLog(log) });
  };
  await Promise.all(Array.from({ length: settings.worldsAtOnce }, work));
  for (const lane of lastLaneOf(settings)) await runLane(lane);
  return { rows, logs };
}

/** @returns everything that the server of this lane has written */
async function runRows(lane: Lane, { scale }: WallSettings, onRow: (row: RowResult) => void): Promise<string> {
  await using world = await World.start(lane.settings);
  await warmUp(world);
  for (const fault of lane.faults) {
    const startedAtMs = performance.now();
    const cells = await runFault(fault, world);
    onRow({ lane: lane.title, row: fault, cells, durationMs: performance.now() - startedAtMs });
  }
  for (const check of lane.checks) {
    const startedAtMs = performance.now();
    await world.renew();
    const problems = await check.run(world, scale).catch((error: unknown) => [String(error)]);
    const cells = [{ where: lane.title, problems }];
    onRow({ lane: lane.title, row: check, cells, durationMs: performance.now() - startedAtMs });
  }
  await world.server.stop();
  return world.server.output();
}

/** A server's first answers take longer than any later one, which is not what the rows are about. */
async function warmUp(world: World): Promise<void> {
  const { text } = world.question();
  for (const isStream of [false, true]) {
    await Promise.all([
      askGateway(world.url, { model: 'auto', text, isStream }),
      askChat(world.url, { text, isStream }),
    ]);
  }
}

/** Every problem of a result, with where it was met. */
export function problemsOf({ rows, logs }: WallResult): readonly string[] {
  return [
    ...rows.flatMap(({ row, cells }) =>
      cells.flatMap(({ where, problems }) => problems.map(problem => `${row.name} (${where}): ${problem}`)),
    ),
    ...logs.flatMap(({ lane, problems }) => problems.map(problem => `log of ${lane}: ${problem}`)),
  ];
}
