import type { Bench, Finding } from '../bench.ts';
import { median } from '../measure/percentile.ts';
import { startNaru } from '../subjects/naru-server.ts';

const SETTLE_MS = 1_000;

/** From `npm start`'s process to an address that answers, and what the idle server holds. */
export const start: Bench = {
  name: 'start',
  what: 'ready, first answer, resident memory idle; embedded defaults',
  async run({ repetitions }) {
    const readyMs: number[] = [];
    const answeredMs: number[] = [];
    const residentMiB: number[] = [];
    // The first start fills the compile cache, as the first start of an installation does.
    for (let count = 0; count <= repetitions; count += 1) {
      const beganAt = performance.now();
      await using naru = await startNaru({});
      const answer = await fetch(`http://127.0.0.1:${naru.port}/v1/chat`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ message: '배송은 얼마나 걸리나요?' }),
      });
      const { status } = (await answer.json()) as { readonly status?: string };
      if (status !== 'ok') throw new Error(`the first question was answered with status ${status}`);
      const answered = performance.now() - beganAt;
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS));
      if (count === 0) continue;
      readyMs.push(naru.startedMs);
      answeredMs.push(answered);
      residentMiB.push(naru.residentMiB());
    }
    const finding = (figure: string, unit: string, values: readonly number[], floor: number, aim: number): Finding => ({
      figure,
      unit,
      median: median(values),
      worst: Math.max(...values),
      limit: { kind: 'at-most', floor, aim },
      voidWindows: 0,
    });
    return [
      finding('ready', 'ms', readyMs, 2_000, 1_000),
      finding('first answer', 'ms', answeredMs, 5_000, 2_000),
      finding('resident memory', 'MiB', residentMiB, 180, 150),
    ];
  },
};
