import { setTimeout as sleep } from 'node:timers/promises';

/** @returns how long it took; `undefined` where it did not come about in time */
export async function until(holds: () => boolean | Promise<boolean>, limitMs: number): Promise<number | undefined> {
  const beganAtMs = performance.now();
  while (performance.now() - beganAtMs < limitMs) {
    if (await holds()) return Math.round(performance.now() - beganAtMs);
    await sleep(50);
  }
  return undefined;
}
