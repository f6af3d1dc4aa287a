import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** Looks until it is so. Fails after `withinMs`: the limit is what is tested. @returns how long it took */
export async function until(what: string, isSo: () => boolean | Promise<boolean>, withinMs: number): Promise<number> {
  const startedAtMs = performance.now();
  while (!(await isSo())) {
    const tookMs = performance.now() - startedAtMs;
    assert.ok(tookMs < withinMs, `${what}: not within ${withinMs} ms`);
    await sleep(5);
  }
  return performance.now() - startedAtMs;
}
