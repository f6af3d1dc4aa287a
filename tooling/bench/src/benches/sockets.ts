import type { Bench } from '../bench.ts';
import type { SocketsWindow } from '../load/socket-chats.ts';
import { median, percentile } from '../measure/percentile.ts';
import { startProgram, SUBJECT_CORE, WORLD_CORE } from '../measure/process-under-test.ts';
import type { SocketServerFigures } from '../subjects/socket-server.ts';
import { portOf } from './gateway.ts';

/** By hand less: NARU_BENCH_CHATS=250. */
const CHATS = Number(process.env['NARU_BENCH_CHATS'] ?? 1_000);
const WARM_UP_MS = 6_000;
const FRAMES_PER_SECOND = 20;

interface Run extends SocketsWindow {
  readonly cpuMs: number;
  readonly figures: SocketServerFigures;
}

/** Many chats at once over WebSockets: whether the loop keeps up, and whether each word arrives once and in order. */
export const sockets: Bench = {
  name: 'sockets',
  what: `${CHATS} WebSocket chats, 40 tokens a second each, provider in the process`,
  async run({ repetitions, windowMs }) {
    const runs: Run[] = [];
    for (let count = 0; count < repetitions; count += 1) runs.push(await once(windowMs));
    const of = (figure: (run: Run) => number): { readonly median: number; readonly worst: number } => {
      const values = runs.map(figure);
      return { median: median(values), worst: Math.max(...values) };
    };
    const voidWindows = runs.filter(({ failures }) => failures.length > 0).length;
    return [
      {
        figure: 'event loop lag, p99',
        unit: 'ms',
        ...of(({ figures }) => figures.lagP99Ms),
        limit: { kind: 'at-most', floor: 50 },
        voidWindows,
      },
      {
        figure: 'frames a second, each stream',
        unit: '',
        ...of(({ frames, elapsedMs }) => (frames * 1_000) / elapsedMs / CHATS),
        limit: { kind: 'at-most', floor: FRAMES_PER_SECOND },
        voidWindows,
      },
      {
        figure: 'CPU of a core that each chat takes',
        unit: '%',
        ...of(({ cpuMs, elapsedMs }) => (cpuMs * 100) / elapsedMs / CHATS),
        voidWindows,
      },
      {
        figure: 'chunks a second, each stream',
        unit: '',
        ...of(({ chunks, elapsedMs }) => (chunks * 1_000) / elapsedMs / CHATS),
        voidWindows,
      },
      {
        figure: 'frames lost, doubled or out of order',
        unit: '',
        ...of(({ lost, doubledOrSwapped }) => lost + doubledOrSwapped),
        limit: { kind: 'at-most', floor: 0 },
        voidWindows,
      },
      {
        figure: 'time to first token, p95',
        unit: 'ms',
        ...of(({ firstTokensMs }) => percentile(firstTokensMs, 0.95)),
        limit: { kind: 'at-most', floor: 30 },
        voidWindows,
      },
    ];
  },
};

async function once(windowMs: number): Promise<Run> {
  await using server = await startProgram('subjects/socket-server.ts', { core: SUBJECT_CORE });
  await using load = await startProgram('load/socket-chats.ts', {
    core: WORLD_CORE,
    args: [String(portOf(server)), String(CHATS), String(WARM_UP_MS), String(windowMs)],
  });
  await server.ask<SocketServerFigures>();
  const cpuBeforeMs = server.cpuMs();
  const window = await load.next<SocketsWindow>();
  const cpuMs = server.cpuMs() - cpuBeforeMs;
  const figures = await server.ask<SocketServerFigures>();
  for (const failure of window.failures.slice(0, 3)) console.error(failure);
  return { ...window, cpuMs, figures };
}
