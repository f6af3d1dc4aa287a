const PATIENCE_MS = 10_000;

/** Waits for what other turns of the event loop bring about. @throws {Error} when it does not come */
export async function until(isTrue: () => boolean | Promise<boolean>, patienceMs = PATIENCE_MS): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`waited ${patienceMs} ms in vain for: ${isTrue.toString()}`);
    await new Promise(resolve => setImmediate(resolve));
  }
}
