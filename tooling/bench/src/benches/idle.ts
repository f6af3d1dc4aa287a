import type { Bench } from '../bench.ts';
import { median } from '../measure/percentile.ts';
import { startProgram, SUBJECT_CORE, WORLD_CORE } from '../measure/process-under-test.ts';
import type { SocketServerFigures } from '../subjects/socket-server.ts';
import { portOf } from './gateway.ts';

const SOCKETS = 5_000;
const WARM_UP_SOCKETS = 500;
const KIB = 1_024;

/** What an open WebSocket costs that says nothing. */
export const idle: Bench = {
  name: 'idle',
  what: `${SOCKETS} idle WebSockets`,
  async run({ repetitions }) {
    const perSocket: number[] = [];
    const open: number[] = [];
    for (let count = 0; count < repetitions; count += 1) {
      await using server = await startProgram('subjects/socket-server.ts', { core: SUBJECT_CORE });
      const args = [String(portOf(server))];
      // What the first ones bring along, such as compiled code, is not the others' to bear.
      await using _first = await startProgram('load/idle-sockets.ts', {
        core: WORLD_CORE,
        args: [...args, String(WARM_UP_SOCKETS)],
      });
      const before = await server.ask<SocketServerFigures>();
      await using load = await startProgram('load/idle-sockets.ts', {
        core: WORLD_CORE,
        args: [...args, String(SOCKETS)],
      });
      const after = await server.ask<SocketServerFigures>();
      open.push(Number(load.ready));
      perSocket.push(((after.residentMiB - before.residentMiB) * KIB) / (after.sockets - before.sockets));
    }
    return [
      {
        figure: 'resident memory of each',
        unit: 'KiB',
        median: median(perSocket),
        worst: Math.max(...perSocket),
        limit: { kind: 'at-most', floor: 25 },
        voidWindows: 0,
      },
      {
        figure: 'open at once',
        unit: '',
        median: median(open),
        worst: Math.min(...open),
        limit: { kind: 'at-least', floor: SOCKETS },
        voidWindows: 0,
      },
    ];
  },
};
